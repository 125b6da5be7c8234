import { readRest } from '../../kinds/contact/comparing/read-rest.ts';
import type { MeetingFields } from '../../kinds/contact/identity/meeting-keys.ts';
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

/** Everything that planning people in parts works with. */
export interface PeopleToPlan {
  readonly people: DeclaredPeople;
  /** Knows the declared keys of all rows. */
  readonly meetings: Meetings;
  readonly fields: MeetingFields;
  readonly merges: readonly MergeDeclaration[];
  /** Everything but people is known. */
  readonly catalog: Catalog;
  readonly reader: KindReader;
  /** Takes how many requests are sure to be asked for beside those that were. */
  readonly ahead: (requests: number) => void;
  /** Turns away what waits to be read, and gives up what is being read: nothing of it is needed any more. */
  readonly stop: () => void;
  readonly hidden: HiddenPeople;
  readonly checks: RowChecks;
  /** For the first reading of the rows, and for those after it. */
  readonly context: { readonly first: DeclareContext; readonly deaf: DeclareContext };
  readonly report: Report;
  /** So many rows are planned together. */
  readonly partRows: number;
  readonly finish: Finish;
}

/** Reads what the lookups of a part did not show. */
export async function readBesides(
  rows: readonly PartRow[],
  catalog: Catalog,
  { reader, hidden, people }: Pick<PeopleToPlan, 'reader' | 'hidden' | 'people'>,
): Promise<void> {
  const declared = rows.map(({ declaration }) => declaration);
  await addUnseenTwins(declared, catalog, { hidden, total: people.rows });
  await readRest(declared, catalog, readingListsOnce(reader));
}
