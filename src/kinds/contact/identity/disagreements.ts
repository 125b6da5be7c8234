import { attributeName } from '../../../types/attribute-path.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { spot } from '../../../types/place.ts';
import { emailKey, samePersonValue } from '../../people/person-values.ts';
import type { ContactValues, Value } from '../comparing/values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { reportOn } from '../sets/rows.ts';
import { keyPath } from './keys.ts';

/** For how many people the values of several sets are compared, so that a data file of millions is checked in flat memory. */
const MOST_PEOPLE = 20_000;
/** How many sets that disagree with one are reported. */
const MOST_AGAINST = 3;

/** The value of the highest precedence so far, and different values of the same precedence. */
interface Standing {
  readonly said: Said;
  readonly against: Said[];
}

interface Said {
  readonly declaration: ContactDeclaration;
  readonly value: Value;
}

/**
 * Finds sets that disagree about one person, as far as that is certain without the live state:
 *
 *   people that are compared     same id, same external_id where it identifies, or users known by the same email alone
 *   values that are compared     email, phone, name, avatar, unsubscribed, and declared attributes except dates
 *   not compared                 leads known by email, who may be live users; owners and dates, which need the workspace;
 *                                sets in which the last duplicate counts, or that skip people who are not live
 */
export class Disagreements {
  readonly #people = new Map<string, Map<string, Standing>>();
  readonly #catalog: Pick<Catalog, 'attributes'>;

  constructor(catalog: Pick<Catalog, 'attributes'>) {
    this.#catalog = catalog;
  }

  take(declaration: ContactDeclaration, { scalars }: ContactValues): void {
    const key = personKey(declaration);
    // Which values of a set in doubt count is unknown.
    if (key === undefined || declaration.set.rejects.doubt === 'everybody') return;
    const known = this.#people.get(key);
    if (known === undefined && this.#people.size === MOST_PEOPLE) return;
    const person = known ?? new Map<string, Standing>();
    if (known === undefined) this.#people.set(key, person);
    for (const [path, value] of scalars)
      if (this.#isComparable(path)) meet(person, path, { declaration, value });
  }

  /** Reports the disagreements and returns the declarations concerned. */
  end(report: Report): readonly ContactDeclaration[] {
    const about = new Set<ContactDeclaration>();
    for (const person of this.#people.values()) {
      for (const [path, { said, against }] of person) {
        for (const other of against) {
          about.add(said.declaration).add(other.declaration);
          reportOn(
            [said.declaration, other.declaration],
            report,
          )({
            code: 'sets-disagree',
            severity: other.declaration.set.policy.on_conflict === 'skip' ? 'warning' : 'error',
            summary: `two sets of equal precedence disagree about ${path}`,
            detail: `${JSON.stringify(other.value.value)} here, ${JSON.stringify(said.value.value)} at ${spot(said.value.place)}`,
            help: 'give one of the sets a higher precedence, or make the values agree',
            address: said.declaration.address,
            ...other.value.place,
          });
        }
      }
    }
    return [...about];
  }

  #isComparable(path: string): boolean {
    const name = attributeName(path);
    if (name === undefined) return COMPARED.has(path);
    const attribute = this.#catalog.attributes.get(`contact/${name}`);
    if (attribute?.declared === undefined || attribute.isTypeUnknown === true) return false;
    return attribute.type !== 'date' && attribute.type !== 'datetime';
  }
}

const COMPARED: ReadonlySet<string> = new Set([
  'email',
  'phone',
  'name',
  'avatar',
  'unsubscribed_from_emails',
]);

function meet(person: Map<string, Standing>, path: string, said: Said): void {
  const standing = person.get(path);
  if (standing === undefined) {
    person.set(path, { said, against: [] });
    return;
  }
  const { set } = said.declaration;
  const other = standing.said.declaration.set;
  if (set.precedence > other.precedence) person.set(path, { said, against: [] });
  if (set.precedence !== other.precedence || set.name === other.name) return;
  if (samePersonValue(path, standing.said.value.value, said.value.value)) return;
  if (standing.against.length < MOST_AGAINST) standing.against.push(said);
}

/** A key that is equal for declarations of the same person; undefined where only the workspace could tell who that is. */
function personKey(declaration: ContactDeclaration): string | undefined {
  const { id, externalId, email, role, set } = declaration;
  if (set.policy.on_duplicate_row === 'last' || set.policy.on_missing === 'skip') return undefined;
  if (id !== undefined) return `id ${id}`;
  if (role !== 'user') return undefined;
  if (externalId !== undefined)
    return keyPath(declaration) === 'external_id' ? `external_id ${externalId}` : undefined;
  return email === undefined ? undefined : `email ${emailKey(email)}`;
}
