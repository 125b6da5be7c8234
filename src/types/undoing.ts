import type { Catalog } from './catalog.ts';
import type { Action, Change } from './change.ts';
import type { Declaration } from './declaration.ts';
import type { Json } from './json.ts';

/** How the changes of one kind are undone. */
export interface Undoing<D extends Declaration = Declaration> {
  /** The action that undoes each action, or why nothing does. Nothing undoes a deletion, whatever was deleted. */
  readonly of: Readonly<Record<Exclude<Action, 'delete'>, Action | { readonly never: string }>>;
  /** Why a field whose value is `now` cannot go back to what it was before; undefined where it can. */
  keeps?(path: string, before: Json, now: Json, seen: SeenChange): string | undefined;
  /** Whether the inverse of a change cannot be undone itself. Default: every inverse can. */
  irreversible?(inverse: Pick<Change, 'action' | 'fields'>): boolean;
  /** Set where created items are found by search, which lags: not finding one does not prove that it is not there. */
  readonly found?: 'late';
  /**
   * Addresses of the undone changes that the manifests would make again. The catalog holds what is declared, attributes and
   * admins.
   */
  again?(undone: readonly Undone[], declared: readonly D[], catalog: Catalog): readonly string[];
}

/** A change that a run made, and the object as it is now. */
export interface SeenChange {
  readonly change: Change;
  readonly current: {
    readonly fields: ReadonlyMap<string, Json>;
    /** Address → Intercom id of what the object can refer to, where the kind provides it. */
    readonly ids?: ReadonlyMap<string, string>;
  };
}

/** A change that a run made, and the change that undoes it. */
export interface Undone {
  readonly made: Change;
  readonly inverse: Change;
}
