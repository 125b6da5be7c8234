import { kindOf, kinds } from '../../kinds/index.ts';
import { fieldsOfPeople } from '../../kinds/people/personal-fields.ts';
import { type Change, isMembership } from '../../types/change.ts';

/** Paths that are remembered: a workspace has 250 attributes. */
const MOST_PATHS = 1000;

/** Which fields of which kinds hold personal data. */
export interface PersonalFields {
  /** Of a kind that nobody knows, what is personal of people is. */
  has(kind: string, path: string): boolean;
  /** The same of whoever is a person, for values that no item has. */
  ofPerson(path: string): boolean;
  /** Whether the values of a field may be addresses. */
  isAddress(kind: string, path: string): boolean;
  /** The words that a finding names such a field by: `name`, `custom_attributes.salary`. */
  readonly paths: ReadonlySet<string>;
}

/** `sensitive` are the addresses of the attributes that are declared so, as the plan's header lists them. */
export function personalFields(sensitive: readonly string[]): PersonalFields {
  const ofPeople: ReadonlySet<string> = new Set(fieldsOfPeople(sensitive));
  const own = new Map(
    kinds.map(({ name, personal }): [string, ReadonlySet<string>] => [
      name,
      personal?.fields === undefined ? ofPeople : new Set(personal.fields(sensitive)),
    ]),
  );
  // A plan asks the same few paths for each of its changes.
  const known = new Map<string, Map<string, boolean>>();
  return {
    has: (kind, path) => {
      const paths = known.get(kind) ?? new Map<string, boolean>();
      if (paths.size === 0) known.set(kind, paths);
      let answer = paths.get(path);
      if (answer === undefined) {
        answer = holds(own.get(kind) ?? ofPeople, path);
        if (paths.size < MOST_PATHS) paths.set(path, answer);
      }
      return answer;
    },
    ofPerson: (path) => holds(ofPeople, path),
    isAddress: (kind, path) => kindOf(kind)?.personal?.addresses?.includes(path) === true,
    paths: new Set([...ofPeople, ...[...own.values()].flatMap((paths) => [...paths])]),
  };
}

function holds(paths: ReadonlySet<string>, path: string): boolean {
  return paths.has(path) || paths.has(path.toLowerCase());
}

/** Every string that a personal field of a change holds or will hold, and those that its person was matched by. */
export function* personalValuesOf(change: Change, fields: PersonalFields): Generator<string> {
  for (const [path, field] of Object.entries(change.fields)) {
    if (isMembership(field) || !fields.has(change.kind, path)) continue;
    if (typeof field.before === 'string') yield field.before;
    if (typeof field.after === 'string') yield field.after;
  }
  const { matched = [], into_matched = [] } = change.context ?? {};
  for (const key of [...matched, ...into_matched]) if (fields.ofPerson(key.field)) yield key.value;
}
