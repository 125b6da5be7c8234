import { createClaims } from '../kinds/people/claims.ts';
import { createLeftAlone } from '../kinds/people/left-alone-keys.ts';
import { createPeopleIndex } from '../kinds/people/people-index.ts';
import { createPlannedMerges } from '../kinds/people/planned-merges.ts';
import { selectable } from '../plan/selection/selectable.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import { DEFAULT_OWNER_TAGS, type Project } from '../types/project.ts';

/** No version is left out. */
const NOTHING_LATER: LaterDeclared = {
  keys: new Set(),
  addresses: new Set(),
  ownerTags: new Set(),
  unreadable: [],
};

interface CatalogOptions {
  readonly online: boolean;
  readonly timezone: string;
  readonly later?: LaterDeclared | undefined;
  /** `--target`; empty: everything. */
  readonly target?: readonly string[];
  /** Undefined where there is none: then the default patterns tell owner tags. */
  readonly project?: Pick<Project, 'workspace'> | undefined;
  /** The contact sets of the manifests, which may be added to until kinds check what is declared. */
  readonly sets?: readonly DeclaredSet[] | undefined;
}

/** An empty catalog: offline it will hold what is declared, online what is live too. */
export function createCatalog({ online, timezone, ...options }: CatalogOptions): Catalog {
  const { later = NOTHING_LATER, target = [], project, sets = [] } = options;
  const workspace = project?.workspace;
  return {
    online,
    timezone,
    later,
    selectable: selectable(target),
    ownerPatterns: {
      patterns: workspace?.owner_tags ?? DEFAULT_OWNER_TAGS,
      written: workspace?.ownerTagsWritten ?? false,
    },
    sets,
    faulty: new Set(),
    leftAlone: createLeftAlone(sets),
    attributes: new Map(),
    tags: new Map(),
    companies: new Map(),
    ids: new Map(),
    admins: new Map(),
    people: createPeopleIndex(),
    claims: createClaims(),
    merges: createPlannedMerges(),
    mergeSources: [],
    references: { companies: new Set(), everyCompany: false, owners: false, mergeHistory: false },
    ownerTags: new Map(),
    formerOwnerTags: new Map(),
    carriers: new Map(),
    members: new Map(),
    incomplete: new Set(),
  };
}
