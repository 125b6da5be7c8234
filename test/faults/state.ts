import type { ContactSnapshot, EmulatorState } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';

/** What a workspace holds, one line for each thing, whatever ids and times it came to by. */
export function stateOf(state: EmulatorState): readonly string[] {
  return [
    ...state.allContacts().map(contactLine),
    ...state.tags().map(({ name }) => `tag ${name.toLowerCase()}`),
    ...state.companies().map((company) => {
      const plan = JSON.stringify(company['plan']).replace(/"id":"\d+",/, '');
      return objectLine('company', { ...company, plan, tags: tagNames(company['tags']) });
    }),
    ...state.attributes().map((attribute) => objectLine('attribute', attribute)),
  ].toSorted();
}

/** What the one holds and the other does not; both empty when they are the same. */
export function stateDifference(
  expected: readonly string[],
  got: readonly string[],
): { readonly missing: readonly string[]; readonly surplus: readonly string[] } {
  return { missing: without(expected, got), surplus: without(got, expected) };
}

/** As lists: what is there twice is taken away once for each that the other holds. */
function without(lines: readonly string[], taken: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of taken) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    return left === 0;
  });
}

function contactLine(contact: ContactSnapshot): string {
  const { id, created_at: _c, updated_at: _u, merged_into: _m, ...told } = contact;
  const { custom_attributes, tags, companies, ...rest } = told;
  // Seeded ones keep their ids; those of what a run makes are Intercom's choice.
  const own = id.startsWith('64f0') ? id : null;
  const filled = Object.entries({ ...rest, ...custom_attributes }).filter(
    ([key, value]) =>
      value !== null &&
      value !== '' &&
      // A lead's external_id is random (api.md 4.4).
      !(rest.role === 'lead' && key === 'external_id'),
  );
  return `contact ${JSON.stringify([own, filled.toSorted(), tags.toSorted(), companies.toSorted()])}`;
}

/** Given by Intercom, not by those who write. */
const GIVEN: ReadonlySet<string> = new Set([
  'id',
  'created_at',
  'updated_at',
  'last_request_at',
  'admin_id',
  'user_count',
]);

function objectLine(kind: string, object: object): string {
  const entries = Object.entries(object).filter(([key]) => !GIVEN.has(key));
  return `${kind} ${JSON.stringify(entries.toSorted())}`;
}

function tagNames(tags: Json | undefined): Json {
  return (
    JSON.stringify(tags ?? null)
      .match(/"name":"[^"]*"/g)
      ?.toSorted() ?? []
  );
}
