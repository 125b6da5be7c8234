import { addressSegments } from '../types/address.ts';

/** Fields of a contact whose values are masked wherever they come from (DESIGN 6.3). */
const PERSONAL: ReadonlySet<string> = new Set(['email', 'phone', 'name']);
/** Kinds whose fields are a person's; a merge lists what the user inherits. */
const PEOPLE: ReadonlySet<string> = new Set(['contact', 'merge']);

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
    (model === 'company' ? ofCompanies : ofPeople).add(`custom_attributes.${name}`);
  }
  return {
    has: (kind, path) =>
      PEOPLE.has(kind) ? ofPeople.has(path) : kind === 'company' && ofCompanies.has(path),
    paths: new Set([...ofPeople, ...ofCompanies]),
  };
}

function segmentsOf(address: string): readonly string[] {
  try {
    return addressSegments(address);
  } catch {
    return [];
  }
}
