import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { type Place, spot } from '../../../types/place.ts';
import { listOf, textOf } from '../../declared/declare-map.ts';
import type { ContactDeclaration } from '../declaration.ts';
import type { Disagreements } from '../identity/disagreements.ts';
import { refuseRemovedKeys } from '../identity/removed-people.ts';
import { checkFormerOwnerTags } from '../sets/former-owner-tags.ts';
import { checkFormerTags } from '../sets/former-tags.ts';
import { ownTag } from '../sets/owner-tags.ts';
import { orLeftOut, reportOnSet } from '../sets/rows.ts';
import type { ContactSet } from '../sets/set.ts';
import { checkFormerNames, checkMembership } from '../sets/set-rules.ts';
import { ContactLint } from './lint.ts';
import { contactValues, everyValueHolds, onCreateValues } from './values.ts';

/** Checks declared contacts one by one, without the network, and publishes what they refer to. */
export class ContactCheck {
  readonly #met = new Set<Place>();
  readonly #sets = new Map<string, DeclaredSet>();
  readonly #lint = new ContactLint();
  readonly #catalog: Catalog;
  readonly #report: Report;

  readonly #disagreements: Disagreements | undefined;

  /** With `disagreements`, which is for offline checks, the values of several sets for one person are compared. */
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
    this.#meetSetOf(declaration);
    if (!catalog.online && !this.#hasNothingToSay(declaration)) {
      const values = orLeftOut(declaration, this.#report, (found) =>
        contactValues(declaration, catalog, found),
      );
      if (values !== undefined) this.#disagreements?.take(declaration, values);
    }
    if (!catalog.online) refuseRemovedKeys(declaration, catalog, this.#report);
    if (role === 'lead' && cells.has('external_id')) warnLeadId(declaration, this.#report);
    this.#lint.one(declaration, set);
  }

  /** True for nearly all rows: they are correct, and no values are built for them. */
  #hasNothingToSay(declaration: ContactDeclaration): boolean {
    if (this.#disagreements !== undefined) return false;
    const { cells } = declaration;
    if (cells.has('tags') || cells.has('companies')) return false;
    return everyValueHolds(declaration, this.#catalog, () => true);
  }

  /** Publishes the sets, first those that are known to declare somebody, and reports errors of whole sets. */
  sets(declaring: Iterable<ContactSet> = []): void {
    for (const set of declaring) if (this.#meetSet(set, true)) this.#refer(set);
    for (const set of this.#catalog.sets) this.#meetSet(set, false);
    checkFormerNames(this.#catalog, this.#report);
    checkFormerOwnerTags(this.#catalog, this.#report);
    checkFormerTags(this.#catalog, this.#report);
  }

  /** Reports what is counted over all contacts. */
  end(): void {
    this.#lint.end(this.#report);
  }

  #meetSetOf(declaration: ContactDeclaration): void {
    const { set } = declaration;
    if (!this.#meetSet(set, true)) return;
    this.#refer(set);
    if (!this.#catalog.online) onCreateValues(declaration, this.#catalog, reportOnSet(set, this.#report));
  }

  #refer({ onCreate, policy, identity }: ContactSet): void {
    const { references } = this.#catalog;
    if (textOf(onCreate, 'owner') !== undefined) references.owners = true;
    if (policy.companies === 'exact' || identity.leads === 'absorb') references.everyCompany = true;
  }

  /** False for a set that was published already, or that has the name of another. */
  #meetSet(set: DeclaredSet, hasMembers: boolean): boolean {
    if (this.#met.has(set.place)) return false;
    this.#met.add(set.place);
    const known = this.#sets.get(set.name);
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
      return false;
    }
    checkMembership(set, this.#catalog, this.#report);
    ownTag(set, { catalog: this.#catalog, report: this.#report, hasMembers });
    return true;
  }
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
