import type { CarryRule } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { FieldChange } from '../../../types/change.ts';
import type { Diagnostic, Report } from '../../../types/diagnostic.ts';
import type { Planned } from '../../../types/kind.ts';
import { type Carried, carriedBy } from '../../carrying/carried.ts';
import {
  type CarriedFields,
  carriedFields,
  isDecided,
  NOTHING_CARRIED,
} from '../../carrying/carried-fields.ts';
import { customHolder } from '../../carrying/custom-holder.ts';
import { holderChange } from '../../carrying/holder-change.ts';
import { CarryTally } from '../../carrying/tally.ts';
import { carryFindings } from '../../carrying/told.ts';
import { companyAddress } from '../declaration.ts';
import { unitingOf } from '../uniting.ts';
import type { WireCompany } from '../wire.ts';
import { companyRules, type LookedThrough } from './look-through.ts';

/** Plans the values that live companies get from what they hold already, and counts what they hold. */
export class CompanyCarrying {
  readonly #catalog: Catalog;
  readonly #rules: readonly CarryRule[];
  readonly #tally: CarryTally;
  /** Companies that no address can name. */
  #nameless = 0;

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#rules = companyRules(catalog);
    this.#tally = new CarryTally(this.#rules);
  }

  /**
   * What a declared company gets: what its manifest declares wins, the rest is carried over. `written`: the fields that the
   * manifest changes; `managed`: those that it has values for.
   */
  into(
    company: WireCompany,
    written: Readonly<Record<string, FieldChange>>,
    managed: { has(path: string): boolean },
  ): CarriedFields {
    const found = this.#heldBy(company);
    if (found.length === 0) return NOTHING_CARRIED;
    const left: Carried[] = [];
    for (const one of found) {
      const counts = this.#tally.of(one.rule);
      if (isDecided(one, written, managed)) {
        counts.others++;
        continue;
      }
      counts.add(one, companyAddress(company.company_id));
      left.push(one);
    }
    return carriedFields(left, customHolder(company.custom_attributes));
  }

  /** The change of a company that no manifest declares. */
  undeclared(company: WireCompany): readonly Planned[] {
    const found = this.#heldBy(company);
    const uniting = unitingOf(company, [], this.#catalog);
    if (found.length === 0 && uniting.remove.length === 0) return [];
    const { id, company_id } = company;
    if (company_id === '' && found.length > 0) this.#nameless++;
    // What is to be deleted keeps its values until it is gone.
    if (company_id === '' || this.#catalog.removals.companies.has(company_id)) {
      for (const { rule } of found) this.#tally.of(rule).others++;
      return [];
    }
    const address = companyAddress(company_id);
    for (const one of found) this.#tally.of(one.rule).add(one, address);
    const { fields } = customHolder(company.custom_attributes);
    const holder = { address, kind: 'company', id, requires: [], fields };
    const planned = holderChange(holder, { found, uniting }, this.#catalog);
    return planned === undefined ? [] : [planned];
  }

  /** Says what is carried, and publishes what is held where every company was read. */
  end({ which }: Pick<LookedThrough, 'which'>, report: Report): void {
    const [first] = this.#rules;
    if (first === undefined) return;
    for (const finding of carryFindings(this.#tally, this.#catalog)) report(finding);
    const { address, place } = first;
    if (this.#nameless > 0) report({ ...withoutId(this.#nameless), address, ...place });
    if (which === 'some') report({ ...WITHOUT_USERS, address, ...place });
    if (which !== 'all') return;
    for (const [rule, counts] of this.#tally) this.#catalog.carrying.held.set(rule, counts);
  }

  #heldBy({ custom_attributes }: WireCompany): readonly Carried[] {
    if (this.#rules.length === 0 || custom_attributes === undefined) return [];
    return carriedBy(customHolder(custom_attributes), 'company', this.#catalog);
  }
}

/** Intercom gives every company a company_id, and no source says that all of them show it (intercom 5.2). */
function withoutId(count: number): Diagnostic {
  return {
    code: 'carry-without-id',
    severity: 'warning',
    summary: 'companies without a company_id keep their old values',
    detail: `${count === 1 ? '1 company has' : `${count} companies have`} none, so no change can name them; nothing that they hold is dropped or archived`,
    help: 'give them the new values in Intercom',
  };
}

const WITHOUT_USERS: Diagnostic = {
  code: 'carry-without-users',
  severity: 'warning',
  summary: 'companies without users were not read, and keep their old values',
  detail:
    'Intercom lets one program at a time read all companies; nothing is dropped or archived before all were read',
  help: 'plan again in a minute, or take a new snapshot where the plan was made from one',
};
