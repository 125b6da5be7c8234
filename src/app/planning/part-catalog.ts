import { createClaims } from '../../kinds/people/claims.ts';
import { createLeftAlone } from '../../kinds/people/left-alone-keys.ts';
import { createPeopleIndex } from '../../kinds/people/people-index.ts';
import { createPlannedMerges } from '../../kinds/people/planned-merges.ts';
import type { Catalog } from '../../types/catalog.ts';

/** A catalog for one part: it shares everything known of other kinds, and has no contacts yet. */
export function partCatalog(whole: Catalog): Catalog {
  return {
    ...whole,
    people: createPeopleIndex(),
    claims: createClaims(),
    merges: createPlannedMerges(),
    leftAlone: createLeftAlone(whole.sets),
    faulty: new Set(),
    carriers: new Map(),
    members: new Map(),
    incomplete: new Set(),
  };
}
