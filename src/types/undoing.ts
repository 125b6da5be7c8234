import type { Catalog } from './catalog.ts';
import type { Action, Change } from './change.ts';
import type { Declaration } from './declaration.ts';
import type { Json } from './json.ts';

/** How the changes of one kind are taken back. */
export interface Undoing<D extends Declaration = Declaration> {
  /** The action that takes back each action, or why nothing does. */
  readonly of: Readonly<Record<Action, Action | { readonly never: string }>>;
  /** Why a field that is `now` cannot go back to what it was; undefined where it can. */
  keeps?(path: string, before: Json, now: Json, seen: SeenChange): string | undefined;
  /** Whether a change that takes one back cannot be taken back itself; none of them when the kind does not say. */
  irreversible?(inverse: Pick<Change, 'action' | 'fields'>): boolean;
  /** True where what was created is found by search, which lags: that it is not found is then no proof that it is not there. */
  readonly found?: 'late';
  /** Addresses of the changes that the manifests would make again. The catalog holds what is declared, attributes and admins. */
  again?(undone: readonly Undone[], declared: readonly D[], catalog: Catalog): readonly string[];
}

/** A change that a run made, and the object as it is now. */
export interface SeenChange {
  readonly change: Change;
  readonly current: {
    readonly fields: ReadonlyMap<string, Json>;
    /** Address → Intercom id of what the object can refer to, where the kind says. */
    readonly ids?: ReadonlyMap<string, string>;
  };
}

/** A change that a run made, and the one that takes it back. */
export interface Undone {
  readonly made: Change;
  readonly inverse: Change;
}
