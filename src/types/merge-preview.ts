import type { Json } from './json.ts';

/** `auto`: some of the merges of a plan are previewed; `all`: every one; `off`: none. */
export const PREVIEW_MODES = ['auto', 'off', 'all'] as const;
export type PreviewMode = (typeof PREVIEW_MODES)[number];

/** What becomes of one field of the lead, as Intercom says. */
export interface PreviewedField {
  /** As in a change: `name`, `custom_attributes.plan`. */
  readonly path: string;
  /** The user takes it, or keeps its own, or both become one. */
  readonly outcome: 'adopted' | 'discarded' | 'merged';
  /** The value of the lead. */
  readonly from: Json;
  /** The value of the user before; null where it has none. */
  readonly into: Json;
  /** The value of the user afterwards. */
  readonly after: Json;
}

/** What Intercom says a merge would do, when the plan was made (intercom 15.1). It changes nothing, and no request rests on it. */
export interface MergePreview {
  readonly allowed: boolean;
  /** Why Intercom would refuse it; empty where it is allowed. */
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  /** At most 50. */
  readonly fields: readonly PreviewedField[];
  /** How many fields there are in all. */
  readonly fields_total: number;
  /** What hangs on the lead and moves to the user, such as conversations and notes, with how many. */
  readonly moves: Readonly<Record<string, number>>;
}
