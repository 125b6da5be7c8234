import { createClaims } from '../kinds/claims.ts';
import { createPeopleIndex } from '../kinds/people-index.ts';
import { createPlannedMerges } from '../kinds/planned-merges.ts';
import type { Catalog } from '../types/catalog.ts';

/** An empty catalog: offline it will hold what is declared, online what is live too. */
export function createCatalog(options: { readonly online: boolean; readonly timezone: string }): Catalog {
  return {
    ...options,
    attributes: new Map(),
    tags: new Map(),
    companies: new Map(),
    admins: new Map(),
    people: createPeopleIndex(),
    claims: createClaims(),
    merges: createPlannedMerges(),
    mergeSources: [],
    references: { companies: new Set(), owners: false, mergeHistory: false },
    ownerTags: new Map(),
    carriers: new Map(),
    members: new Map(),
    incomplete: new Set(),
  };
}
