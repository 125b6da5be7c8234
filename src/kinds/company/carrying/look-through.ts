import type { CarryRule } from '../../../types/carrying.ts';
import type { Catalog } from '../../../types/catalog.ts';
import { isIntercomFailure } from '../../../types/intercom.ts';
import type { CompanyReader } from '../../company-calls.ts';
import type { WireCompany } from '../wire.ts';

/** The companies that were looked through because they may hold something to carry. */
export interface LookedThrough {
  readonly companies: readonly WireCompany[];
  /**
   * `all`; `some` where only those with users could be read (intercom 5.2); `incomplete` where fewer came than Intercom said there
   * are (law 10); `none` where no attribute takes values from elsewhere.
   */
  readonly which: 'all' | 'some' | 'incomplete' | 'none';
}

const NONE: LookedThrough = { companies: [], which: 'none' };

/** The rules by which companies get values in this plan. */
export function companyRules({ carrying }: Catalog): readonly CarryRule[] {
  return carrying.applies ? carrying.rules.filter(({ model }) => model === 'company') : [];
}

/** Reads all companies where values are carried: no list of Intercom tells which of them hold one. */
export async function lookThrough(catalog: Catalog, reader: CompanyReader): Promise<LookedThrough> {
  const rules = companyRules(catalog);
  if (rules.length === 0) return NONE;
  try {
    const { companies, everything } = await reader.scanCompanies();
    return { companies, which: everything ? 'all' : 'some' };
  } catch (error) {
    if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
    for (const { address } of rules) catalog.incomplete.add(address);
    return { companies: [], which: 'incomplete' };
  }
}
