import type { Action } from './change.ts';
import type { Json } from './json.ts';

/** How the changes of one kind are taken back. */
export interface Undoing {
  /** The action that takes back each action, or why nothing does. */
  readonly of: Readonly<Record<Action, Action | { readonly never: string }>>;
  /** Why a field cannot go back to what it was; undefined where it can. */
  keeps?(path: string, before: Json): string | undefined;
}
