import { createClaims } from '../kinds/claims.ts';
import { createPeopleIndex } from '../kinds/people-index.ts';
import { createPlannedMerges } from '../kinds/planned-merges.ts';
import { selectable } from '../plan/selectable.ts';
import type { Catalog, LaterDeclared } from '../types/catalog.ts';

/** No version is left out. */
const NOTHING_LATER: LaterDeclared = {
  keys: new Set(),
  attributes: new Set(),
  tags: new Set(),
  companies: new Set(),
  ownerTags: new Set(),
  unreadable: [],
};

interface CatalogOptions {
  readonly online: boolean;
  readonly timezone: string;
  readonly later?: LaterDeclared | undefined;
  /** `--target`; empty: everything. */
  readonly target?: readonly string[];
}

/** An empty catalog: offline it will hold what is declared, online what is live too. */
export function createCatalog({ later = NOTHING_LATER, target = [], ...options }: CatalogOptions): Catalog {
  return {
    ...options,
    later,
    selectable: selectable(target),
    attributes: new Map(),
    tags: new Map(),
    companies: new Map(),
    admins: new Map(),
    people: createPeopleIndex(),
    claims: createClaims(),
    merges: createPlannedMerges(),
    mergeSources: [],
    references: { companies: new Set(), everyCompany: false, owners: false, mergeHistory: false },
    ownerTags: new Map(),
    carriers: new Map(),
    members: new Map(),
    incomplete: new Set(),
  };
}
