import type { CarriedValue, Emptied } from './carrying.ts';
import type { ContactKey } from './contact-key.ts';
import type { Json } from './json.ts';
import type { MergePreview } from './merge-preview.ts';

/** What a change does. The action decides the glyph, the guard and the summary count. */
export const ACTIONS = ['create', 'update', 'convert', 'merge', 'archive', 'unarchive', 'delete'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * A scalar or list field: a create has only `after`; absent live is `before: null`. Values of people, companies and data attributes are as
 * sent to Intercom; kinds whose manifest reads otherwise than the API, such as ticket types, keep the manifest's words.
 */
export interface ValueChange {
  readonly before?: Json;
  readonly after: Json;
}

/** A membership field: tags by name, companies by company_id. */
export interface MembershipChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

export type FieldChange = ValueChange | MembershipChange;
export type FieldChanges = Readonly<Record<string, FieldChange>>;

/** True for `{add, remove}`. */
export function isMembership(field: FieldChange): field is MembershipChange {
  return 'add' in field;
}

/** One reviewed difference: a row of the plan document (design 6.1) and the only input of apply. */
export interface Change {
  readonly address: string;
  readonly kind: string;
  readonly action: Action;
  /** Intercom's id; null where this change creates it. */
  readonly id: string | null;
  /** Addresses of changes in this plan that must be done before. */
  readonly requires: readonly string[];
  readonly irreversible: boolean;
  /** Why the change is planned, for people only. */
  readonly reason: string;
  readonly notes: readonly string[];
  /** Other declarations of the same person. */
  readonly also: readonly string[];
  readonly fields: FieldChanges;
  /** Where it is declared; null where no manifest declares it. */
  readonly source: { readonly file: string; readonly line?: number; readonly row?: number } | null;
  /** What apply must know besides the difference; absent where there is nothing. Not in the digest. */
  readonly context?: ChangeContext;
}

export interface ChangeContext {
  /** The live role of the contact: leads are tagged one by one, users in bulk. */
  readonly role?: 'user' | 'lead';
  /** What to do when a create meets an archived contact that has the id; absent: `stop`. */
  readonly on_archived?: 'unarchive';
  /** Fields to clear if the create becomes the unarchival of a contact; a new contact has nothing to clear. */
  readonly clear_unarchived?: readonly string[];
  /** Fields of a create that do not overwrite the values of a contact that is unarchived instead. */
  readonly keep_unarchived?: readonly string[];
  /** Fields that are sent in the create request only and are unmanaged afterwards. */
  readonly on_create?: readonly string[];
  /** Fields of an update that must be written before the merges of this plan, because a merge needs them. */
  readonly before_merge?: readonly string[];
  /**
   * The keys that the lead had when a conversion or merge was planned. It is made only while the contact is still a lead and
   * has them all (law 8).
   */
  readonly matched?: readonly ContactKey[];
  /** The same for the user that a merge goes into, without what this plan itself writes before the merge. */
  readonly into_matched?: readonly ContactKey[];
  /**
   * Those of the added or removed tags that are owner tags: they are added before all other memberships and removed after
   * them.
   */
  readonly owner_tags?: readonly string[];
  /**
   * Intercom ids, in order, of the tags that a contact who left every set carried when the plan was made, merges of the plan
   * included. They are the reason of the archival: it is made only while the contact carries exactly these (law 8).
   */
  readonly held_tags?: readonly string[];
  /**
   * Field path → the old value that it carries over. It is written only while the old value is there and nobody has given or
   * cleared the new one.
   */
  readonly carried?: Readonly<Record<string, CarriedValue>>;
  /** Set where the change drops options or archives an attribute whose values were carried elsewhere. */
  readonly emptied?: Emptied;
  /**
   * Those of the removed tags that give way to the tag which they are called today: former tag → that tag, or null where it is
   * wanted anyway. They are removed after all other memberships; and the tag is given only while one of them is carried (law 8).
   */
  readonly former_tags?: Readonly<Record<string, string | null>>;
  /** What Intercom says that a merge would do, where it was asked. Shown, and nothing rests on it. */
  readonly preview?: MergePreview;
  /** The contact set that the guards count this change in. */
  readonly set?: string;
  /** The teams whose manifests cause this change, in order; for a contact that left a set, those of the set. */
  readonly owners?: readonly string[];
}
