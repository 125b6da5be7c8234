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

/** Where what is planned of rows goes. */
export interface Ledger {
  readonly meetings: Meetings;
  readonly notes: RowNotes;
  readonly outcomes: Outcomes;
  readonly fields: MeetingFields;
  /** Live people that are members of pruning sets, or of any set, and the number that each row's has, plus one. */
  readonly people: { readonly ids: KeyIndex; readonly of: Numbers; readonly ofAllSets: boolean };
  readonly uncertain: UncertainRowsOfParts;
  /** Row → the address of which a read came short. */
  readonly incomplete: Map<number, string>;
  /** The documents behind changes, where they are asked for: with the data files of people, or without. */
  readonly behind: { of(catalog: Catalog): BehindOf; readonly withRows: boolean } | undefined;
  /** Merges with the rows that they come from, and the claims on users that steps name by address. */
  readonly merges: (From & { readonly merge: PlannedMerge; readonly claim: Claim | undefined })[];
}

/** Finishes what was planned of a part: adds whom it belongs to, takes out what need not be waited for. */
export type Finish = (planned: readonly Planned[], catalog: Catalog) => readonly Planned[];

/** The part and the round of planning that rows are planned in. */
export interface At {
  readonly part: number;
  readonly round: number;
}
