import { readRest } from '../../kinds/contact/comparing/read-rest.ts';
import type { MeetingFields } from '../../kinds/contact/identity/meeting-keys.ts';
import { readNotLive } from '../../kinds/contact/identity/not-live.ts';
import { addUnseenTwins, type HiddenPeople } from '../../kinds/contact/identity/unseen-twins.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { MergeDeclaration } from '../../kinds/merge/declaration.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { readingListsOnce } from '../observe.ts';
import type { DeclaredPeople, PartRow } from './declared-people.ts';
import type { Finish } from './ledger.ts';
import type { Meetings } from './meetings.ts';
import type { RowChecks } from './row-checks.ts';

/** Everything that planning contacts in parts needs. */
export interface PeopleToPlan {
  readonly people: DeclaredPeople;
  /** Has the declared keys of all rows. */
  readonly meetings: Meetings;
  readonly fields: MeetingFields;
  readonly merges: readonly MergeDeclaration[];
  /** Knows everything but contacts. */
  readonly catalog: Catalog;
  readonly reader: KindReader;
  /** Called with the number of lookup requests that are certain to follow, for the progress. */
  readonly ahead: (requests: number) => void;
  /** Cancels reads that wait or run, when their answers are no longer needed. */
  readonly stop: () => void;
  readonly hidden: HiddenPeople;
  readonly checks: RowChecks;
  /** `first` for the first reading of the rows, `deaf` for all later ones. */
  readonly context: { readonly first: DeclareContext; readonly deaf: DeclareContext };
  readonly report: Report;
  /** How many rows are planned together. */
  readonly partRows: number;
  readonly finish: Finish;
}

/** Reads what the lookups of a part did not show: hidden duplicates, and lists that were cut off. */
export async function readBesides(
  rows: readonly PartRow[],
  catalog: Catalog,
  { reader, hidden, people }: Pick<PeopleToPlan, 'reader' | 'hidden' | 'people'>,
): Promise<void> {
  const declared = rows.map(({ declaration }) => declaration);
  await addUnseenTwins(declared, catalog, { hidden, total: people.rows });
  await readRest(declared, catalog, readingListsOnce(reader));
  await readNotLive(declared, catalog, reader);
}
