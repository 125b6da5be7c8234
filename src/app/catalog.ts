import { createClaims } from '../kinds/people/claims.ts';
import { createLeftAlone } from '../kinds/people/left-alone-keys.ts';
import { createNotLivePeople, type NotLiveReach } from '../kinds/people/not-live-people.ts';
import { createPeopleIndex } from '../kinds/people/people-index.ts';
import { createPlannedMerges } from '../kinds/people/planned-merges.ts';
import { selectable } from '../plan/selection/selectable.ts';
import type { Carrying } from '../types/carrying.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import type { KeyHashes } from '../types/key-hashes.ts';
import { KeyIndex } from '../types/key-index.ts';
import { DEFAULT_OWNER_TAGS, type Project } from '../types/project.ts';
import { noRemovals, type Removals } from '../types/removals.ts';

/** No later versions are left out. */
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
  /** `--target`; empty: no restriction. */
  readonly target?: readonly string[];
  /** Without a project, the default patterns recognise owner tags. */
  readonly project?: Pick<Project, 'workspace'> | undefined;
  /** The contact sets of the manifests. The list may grow until the kinds check their declarations. */
  readonly sets?: readonly DeclaredSet[] | undefined;
  /** For a plan. Without it no value is carried over. */
  readonly carrying?: Omit<Carrying, 'rules' | 'live' | 'hidden' | 'decided' | 'filled' | 'held'>;
  /** What is to be removed, where the manifests that say so are not checked for this catalog. */
  readonly removals?: Removals;
  /** How many contacts that are not live a plan reads; none by default. */
  readonly notLive?: NotLiveReach;
  /** Of the store. Without it, it counts as not read. */
  readonly keyHashes?: KeyHashes | undefined;
}

/** An empty catalog. Offline it will hold what is declared, online also what is live. */
export function createCatalog({ online, timezone, ...options }: CatalogOptions): Catalog {
  const { later = NOTHING_LATER, target = [], project, sets = [], carrying } = options;
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
    formerTags: new Map(),
    unitedTags: new Map(),
    companies: new Map(),
    ids: new Map(),
    admins: new Map(),
    people: createPeopleIndex(),
    notLive: createNotLivePeople(options.notLive ?? 'none'),
    claims: createClaims(),
    merges: createPlannedMerges(),
    mergeSources: [],
    references: { companies: new Set(), everyCompany: false, owners: false, mergeHistory: false },
    removals: options.removals ?? noRemovals(),
    keyHashes: options.keyHashes ?? { state: 'unread' },
    ownerTags: new Map(),
    formerOwnerTags: new Map(),
    carriers: new Map(),
    members: new Map(),
    incomplete: new Set(),
    carrying: {
      ...{ applies: false, settledAt: undefined, now: 0, allows: () => false },
      ...carrying,
      ...{ rules: [], live: new Map(), hidden: new Set() },
      ...{ decided: new KeyIndex(), filled: new Map(), held: new Map() },
    },
  };
}
