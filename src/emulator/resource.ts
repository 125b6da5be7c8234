import type { JsonObject } from '../types/json.ts';
import type { Route } from './router.ts';
import type { SeedPart } from './seed/part.ts';
import type { Switch, SwitchSet } from './switches/switch.ts';
import type { Workspace } from './workspace.ts';

/**
 * One kind of thing that a workspace holds, with everything that the emulator knows about it. `Seed` is what its folder reads of
 * a seed: the part of its own, and the parts that this one refers to.
 */
export interface Resource<Seed = unknown, S extends SwitchSet = Record<never, Switch>> {
  /** `tags`: what its part of a seed and its records are called. */
  readonly name: string;
  readonly routes: readonly Route[];
  /** What `--faults` can turn of it. */
  readonly switches?: S;
  /** Absent where a seed says nothing of it. */
  readonly seed?: SeedPart<Seed>;
  /** What the workspace holds of it, as the API shows it; absent where it never holds any. */
  readonly records?: (workspace: Workspace) => readonly JsonObject[];
  /** Does what is due by now; asked before every request, and before anybody looks. Absent where nothing happens later. */
  readonly settle?: (workspace: Workspace) => void;
  /** How many `records` there are, where they are too many to be shown for that. */
  readonly count?: (workspace: Workspace) => number;
}
