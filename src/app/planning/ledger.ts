import type { MeetingFields } from '../../kinds/contact/identity/meeting-keys.ts';
import type { Catalog, Claim } from '../../types/catalog.ts';
import type { KeyIndex } from '../../types/key-index.ts';
import type { Planned } from '../../types/kind.ts';
import type { Numbers } from '../../types/numbers.ts';
import type { PlannedMerge } from '../../types/person.ts';
import type { BehindOf } from '../origins.ts';
import type { Meetings } from './meetings.ts';
import type { From, Outcomes } from './outcomes.ts';
import type { RowNotes } from './row-notes.ts';
import type { UncertainRowsOfParts } from './uncertain-rows.ts';

/** What planning the rows records, for all parts. */
export interface Ledger {
  readonly meetings: Meetings;
  readonly notes: RowNotes;
  readonly outcomes: Outcomes;
  readonly fields: MeetingFields;
  /**
   * Live contacts that are members of pruning sets (or of any set, with `ofAllSets`), and for each row the number of its
   * contact, plus one.
   */
  readonly people: { readonly ids: KeyIndex; readonly of: Numbers; readonly ofAllSets: boolean };
  readonly uncertain: UncertainRowsOfParts;
  /** Row → the address whose read was incomplete. */
  readonly incomplete: Map<number, string>;
  /** Finds the documents behind changes; undefined where no flag asks for them. `withRows`: including data files. */
  readonly behind: { of(catalog: Catalog): BehindOf; readonly withRows: boolean } | undefined;
  /** Merges, with the row that each comes from, and the claim on a user that steps refer to by address. */
  readonly merges: (From & { readonly merge: PlannedMerge; readonly claim: Claim | undefined })[];
}

/** Completes what was planned of a part: adds owners, and removes requirements that need not be waited for. */
export type Finish = (planned: readonly Planned[], catalog: Catalog) => readonly Planned[];

/** The part and the round in which rows are planned. */
export interface At {
  readonly part: number;
  readonly round: number;
}
