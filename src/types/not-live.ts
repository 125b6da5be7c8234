import type { IntercomReader } from './intercom.ts';

/** Why a contact is not live (intercom 14). */
export type NotLiveStatus = 'archived' | 'blocked' | 'merged' | 'pending_deletion' | 'permanently_deleted';

/** How many contacts of each sort were listed. */
export type NotLiveCounts = Readonly<Record<NotLiveStatus, number>>;

/** A contact that is not live, as Intercom lists it. */
export interface NotLivePerson {
  readonly id: string;
  readonly status: NotLiveStatus;
  /** Null where it was deleted for good. */
  readonly external_id: string | null;
  readonly email: string | null;
  /** The contact that it was merged into. */
  readonly merged_into_id: string | null;
}

/**
 * How much of the list was read. `total`: how long it is, where Intercom says so. `unusable`: an error of Intercom's own, or no such
 * list as is understood.
 */
export type NotLiveExtent =
  | { readonly state: 'unread' }
  | { readonly state: 'refused'; readonly status: number }
  | { readonly state: 'unusable'; readonly why: string }
  | {
      readonly state: 'read';
      readonly came: number;
      readonly total: number | undefined;
      readonly whole: boolean;
    };

/**
 * Contacts that are not live, as far as they were read. Who is not here may not be live all the same: the list may be longer
 * than what was read of it.
 */
export interface NotLivePeople {
  readonly extent: NotLiveExtent;
  /** Whether it is read even where nobody is to be created. */
  readonly always: boolean;
  /** Reads the list, once; does nothing where it is not to be read. */
  read(reader: IntercomReader): Promise<void>;
  counts(): NotLiveCounts;
  byId(id: string): NotLivePerson | undefined;
  byExternalId(externalId: string): NotLivePerson | undefined;
  /** Case does not count. */
  byEmail(email: string): NotLivePerson | undefined;
}
