import type { ContactSnapshot, EmulatorState } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';

/** What the workspace holds, independent of ids and times. */
export function stateOf(state: EmulatorState): Readonly<Record<string, readonly string[]>> {
  const contacts = state
    .allContacts()
    .map((contact: ContactSnapshot) => {
      const {
        id,
        created_at: _c,
        updated_at: _u,
        merged_into: _m,
        custom_attributes,
        tags,
        companies,
        ...rest
      } = contact;
      const own = id.startsWith('64f0') ? id : null;
      const filled = Object.entries({ ...rest, ...custom_attributes }).filter(
        ([, value]) => value !== null && value !== '',
      );
      // A lead's external_id is random (intercom 4.4).
      const external = rest.role === 'lead' ? filled.filter(([key]) => key !== 'external_id') : filled;
      return JSON.stringify([own, external.toSorted(), tags.toSorted(), companies.toSorted()]);
    })
    .toSorted();
  const shown = (objects: readonly object[], without: readonly string[]) =>
    objects
      .map((object) =>
        JSON.stringify(
          Object.entries(object)
            .filter(([key]) => !without.includes(key))
            .toSorted(),
        ),
      )
      .toSorted();
  return {
    contacts,
    tags: state
      .tags()
      .map(({ name }) => name.toLowerCase())
      .toSorted(),
    companies: shown(
      state.companies().map((company) => ({
        ...company,
        plan: JSON.stringify(company['plan']).replace(/"id":"\d+",/, ''),
        tags: tagNames(company['tags']),
      })),
      ['id', 'created_at', 'updated_at', 'last_request_at'],
    ),
    attributes: shown(state.attributes(), ['id', 'created_at', 'updated_at', 'admin_id']),
    ...Object.fromEntries(
      state.resources
        .filter((name) => !SHOWN_OR_INSIDE.has(name))
        .map((name) => [name, shown(state.records(name).map(withoutOrigin), [])]),
    ),
  };
}

/** What has lines of its own, and the bodies of notes, which are shown with their contacts. */
const SHOWN_OR_INSIDE = new Set(['app', 'contacts', 'tags', 'companies', 'attributes', 'notes']);
const ORIGIN = new Set(['id', 'created_at', 'updated_at', 'admin_id']);

/** Removes ids and times at any depth, and sorts keys, so that equal contents give equal texts. */
function withoutOrigin(record: JsonObject): JsonObject {
  const entries = Object.entries(record).filter(([key]) => !ORIGIN.has(key));
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, plain(value)]),
  );
}

function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? withoutOrigin(value as JsonObject) : value;
}

function tagNames(tags: Json | undefined): Json {
  return (
    JSON.stringify(tags ?? null)
      .match(/"name":"[^"]*"/g)
      ?.toSorted() ?? []
  );
}
