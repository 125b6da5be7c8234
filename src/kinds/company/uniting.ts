import type { Catalog } from '../../types/catalog.ts';
import { type Uniting, unitedTags } from '../declared/united-tags.ts';
import { companyTags } from './live.ts';
import type { WireCompany } from './wire.ts';

/** The tags of today that a company gets for the former ones that it carries. `wanted`: those that it is to carry anyway. */
export function unitingOf(
  company: WireCompany,
  wanted: readonly string[],
  { unitedTags: united, tags }: Pick<Catalog, 'unitedTags' | 'tags'>,
): Uniting {
  const held = new Set(companyTags(company).map(({ id }) => id));
  return unitedTags(held, { wanted, isExact: false }, { united, tags });
}
