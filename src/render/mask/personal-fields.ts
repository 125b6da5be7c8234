import { addressSegments } from '../../types/address.ts';
import { type Change, isMembership } from '../../types/change.ts';

/** Fields of a contact whose values are masked wherever they come from (DESIGN 6.3). */
const PERSONAL: ReadonlySet<string> = new Set(['email', 'phone', 'name']);
/** Kinds whose fields are a person's; a merge lists what the user inherits. */
const PEOPLE: ReadonlySet<string> = new Set(['contact', 'merge']);

/** Paths that are remembered: a workspace has 250 attributes. */
const MOST_PATHS = 1000;

/** Which fields of which kinds hold personal data. */
export interface PersonalFields {
  has(kind: string, path: string): boolean;
  /** The words that a finding names such a field by: `name`, `custom_attributes.salary`. */
  readonly paths: ReadonlySet<string>;
}

/** `sensitive` are the addresses of the attributes that are declared so, as the plan's header lists them. */
export function personalFields(sensitive: readonly string[]): PersonalFields {
  const ofPeople = new Set(PERSONAL);
  const ofCompanies = new Set<string>();
  for (const address of sensitive) {
    const [kind, model, name] = segmentsOf(address);
    if (kind !== 'attribute' || name === undefined) continue;
    const own = model === 'company' ? ofCompanies : ofPeople;
    // What is meant by a name of another case is as sensitive, even where it is an error.
    own.add(`custom_attributes.${name}`).add(`custom_attributes.${name.toLowerCase()}`);
  }
  const isPersonal = (kind: string, path: string) => {
    if (!PEOPLE.has(kind) && kind !== 'company') return false;
    const own = kind === 'company' ? ofCompanies : ofPeople;
    return own.has(path) || own.has(path.toLowerCase());
  };
  // A plan asks the same few paths for each of its changes.
  const known = new Map<string, Map<string, boolean>>();
  return {
    has: (kind, path) => {
      const paths = known.get(kind) ?? new Map<string, boolean>();
      if (paths.size === 0) known.set(kind, paths);
      let answer = paths.get(path);
      if (answer === undefined) {
        answer = isPersonal(kind, path);
        if (paths.size < MOST_PATHS) paths.set(path, answer);
      }
      return answer;
    },
    paths: new Set([...ofPeople, ...ofCompanies]),
  };
}

/** Every string that a personal field of a change holds or will hold, and those that its person was matched by. */
export function* personalValuesOf(change: Change, fields: PersonalFields): Generator<string> {
  for (const [path, field] of Object.entries(change.fields)) {
    if (isMembership(field) || !fields.has(change.kind, path)) continue;
    if (typeof field.before === 'string') yield field.before;
    if (typeof field.after === 'string') yield field.after;
  }
  const { matched = [], into_matched = [] } = change.context ?? {};
  for (const key of [...matched, ...into_matched]) if (fields.has(change.kind, key.field)) yield key.value;
}

function segmentsOf(address: string): readonly string[] {
  try {
    return addressSegments(address);
  } catch {
    return [];
  }
}
