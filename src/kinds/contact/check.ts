import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { listOf, textOf } from '../declare-map.ts';
import type { ContactDeclaration } from './declaration.ts';
import type { Disagreements } from './disagreements.ts';
import { spot } from './duplicates.ts';
import { ContactLint } from './lint.ts';
import { orLeftOut } from './rows.ts';
import { contactValues, onCreateValues } from './values.ts';

/** Checks declared contacts one by one, without the network; publishes what they refer to. */
export class ContactCheck {
  readonly #sets = new Map<string, ContactDeclaration['set']>();
  readonly #lint = new ContactLint();
  readonly #catalog: Catalog;
  readonly #report: Report;

  readonly #disagreements: Disagreements | undefined;

  /** With `disagreements`, offline, what several sets say of one person is compared. */
  constructor(catalog: Catalog, report: Report, disagreements?: Disagreements) {
    this.#catalog = catalog;
    this.#report = report;
    this.#disagreements = disagreements;
  }

  one(declaration: ContactDeclaration): void {
    const catalog = this.#catalog;
    const { cells, set, role } = declaration;
    for (const { name } of listOf(cells, 'companies') ?? []) catalog.references.companies.add(name);
    if (textOf(cells, 'owner') !== undefined) catalog.references.owners = true;
    this.#meetSet(declaration);
    if (!catalog.online) {
      const values = orLeftOut(declaration, this.#report, (found) =>
        contactValues(declaration, catalog, found),
      );
      if (values !== undefined) this.#disagreements?.take(declaration, values);
    }
    if (role === 'lead' && cells.has('external_id')) warnLeadId(declaration, this.#report);
    this.#lint.one(declaration, set);
  }

  /** Says what holds of whole sets. */
  end(): void {
    this.#lint.end(this.#report);
  }

  #meetSet(declaration: ContactDeclaration): void {
    const { set } = declaration;
    const known = this.#sets.get(set.name);
    if (known?.place === set.place) return;
    this.#sets.set(set.name, set);
    if (known !== undefined) {
      this.#report({
        code: 'duplicate-set',
        severity: 'error',
        summary: 'two contact sets have the same name',
        detail: `${JSON.stringify(set.name)} is also at ${spot(known.place)}`,
        help: 'the name is part of every address; give each set its own',
        ...set.place,
      });
      return;
    }
    if (textOf(set.onCreate, 'owner') !== undefined) this.#catalog.references.owners = true;
    if (set.policy.companies === 'exact' || set.identity.leads === 'absorb')
      this.#catalog.references.everyCompany = true;
    ownTag(declaration, this.#catalog, this.#report);
    if (!this.#catalog.online) onCreateValues(declaration, this.#catalog, this.#report);
  }
}

/** The owner tag of a pruning set counts as declared. */
function ownTag({ set, order }: ContactDeclaration, catalog: Catalog, report: Report): void {
  if (set.prune === undefined) return;
  const name = set.prune.ownerTag;
  const key = name.toLowerCase();
  const other = catalog.ownerTags.get(key);
  if (other !== undefined && other.set !== set.name) {
    report({
      code: 'duplicate-owner-tag',
      severity: 'error',
      summary: 'two contact sets have the same owner tag',
      detail: `${JSON.stringify(name)} also marks the members of set ${other.set}, at ${spot(other.place)}`,
      help: 'give each set an owner_tag of its own: it tells who belongs to which',
      ...set.place,
    });
    return;
  }
  catalog.ownerTags.set(key, { name, set: set.name, place: set.place, order });
  const known = catalog.tags.get(key);
  if (known === undefined) catalog.tags.set(key, { name, id: undefined, declared: address('tag', key) });
}

function warnLeadId(declaration: ContactDeclaration, report: Report): void {
  report({
    code: 'lead-external-id',
    severity: 'warning',
    summary: 'a lead declares an external_id, which is not sent',
    detail: String(declaration.cells.get('external_id')?.value),
    help: 'Intercom replaces it by a random one; remove it, or declare role: user',
    address: declaration.address,
    ...(declaration.cells.get('external_id')?.place ?? declaration.place),
  });
}
