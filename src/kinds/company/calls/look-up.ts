import type { IntercomReader } from '../../../types/intercom.ts';
import type { WireCompany } from '../wire.ts';
import { isUnusable, listPage, REACHABLE, ROWS_PER_PAGE, scrollPage } from './pages.ts';

/** So few are asked for one by one: looking at the list first could cost as much as it saves. */
const FEW = 10;
/** A scroll keeps every other program from scrolling, so it is worth it only for so many. */
const WORTH_A_SCROLL = 50;
/** What a scroll page is guessed to hold before one was seen; no source states it. */
const ROWS_PER_SCROLL = 100;
/** Pages of a scroll come one after the other, while single reads go side by side: each must save so many of them. */
const READS_PER_SCROLL_PAGE = 8;
/** After everybody was found, so many pages more are read to reach the end, which sets the scroll free for others. */
const PAGES_TO_THE_END = 3;

/**
 * Companies by company_id, by the way that costs least. Whatever a list does not show is asked for by itself, so that nothing is
 * taken for missing because a list was short, had moved on or leaves companies without users out (intercom 5.2; law 10).
 *
 *   up to 10                               one by one
 *   more   1  first page of the list       it tells how many companies have users
 *          2  the rest of the list         where it has at most half as many pages as companies are missing
 *          3  the scroll                   from 50 missing, where its pages seem to show eight of them each
 *          4  one by one                   what is missing still
 *
 * 3 comes before 2 where the list cannot hold everything. Both end as soon as their pages show too little. The scroll that another
 * program has open is left alone: what is missing is asked for one by one.
 */
export async function lookUpCompanies(
  ids: Iterable<string>,
  reader: IntercomReader,
  single: (companyId: string) => Promise<WireCompany | undefined>,
): Promise<ReadonlyMap<string, WireCompany>> {
  const hunt = new Hunt(ids);
  if (hunt.missing > FEW) await throughPages(hunt, reader);
  await Promise.all(
    hunt.left().map(async (id) => {
      const company = await single(id);
      if (company !== undefined) hunt.take([company]);
    }),
  );
  return hunt.found;
}

/** What is looked for and what of it was found. Rows of others are not kept. */
class Hunt {
  readonly found = new Map<string, WireCompany>();
  readonly #missing: Set<string>;

  constructor(ids: Iterable<string>) {
    this.#missing = new Set(ids);
  }

  get missing(): number {
    return this.#missing.size;
  }

  left(): readonly string[] {
    return [...this.#missing];
  }

  /** How many of these were missing. */
  take(rows: readonly WireCompany[]): number {
    let hits = 0;
    for (const row of rows) {
      if (!this.#missing.delete(row.company_id)) continue;
      this.found.set(row.company_id, row);
      hits += 1;
    }
    return hits;
  }
}

async function throughPages(hunt: Hunt, reader: IntercomReader): Promise<void> {
  const first = await orUndefined(() => firstOfList(reader));
  const withUsers = first === undefined ? 0 : (first.total ?? first.rows.length);
  if (first !== undefined) hunt.take(first.rows);
  const rest = async () => {
    if (first?.next !== undefined)
      await throughList(hunt, reader, { pageRows: first.rows.length, withUsers });
  };
  // Those that the list cannot show, however they are spread.
  const shown = Math.min(withUsers, REACHABLE) - (first?.rows.length ?? 0);
  if (hunt.missing - shown > FEW) {
    const isEverything = await throughScroll(hunt, reader, withUsers);
    if (!isEverything) await rest();
  } else {
    await rest();
    await throughScroll(hunt, reader, withUsers);
  }
}

/** Most recently active first: companies that become active while the list is read move within what was read already. */
const firstOfList = (reader: IntercomReader) =>
  reader.page(listPage({ page: 1, perPage: ROWS_PER_PAGE, order: 'desc' }));

/** The pages after the first, some at a time. */
async function throughList(
  hunt: Hunt,
  reader: IntercomReader,
  { pageRows, withUsers }: { readonly pageRows: number; readonly withUsers: number },
): Promise<void> {
  const pages = Math.ceil(Math.min(withUsers, REACHABLE) / Math.max(1, pageRows));
  if ((pages - 1) * 2 > hunt.missing) return;
  const stake = stakeFor(hunt.missing);
  let hits = 0;
  for (let read = 1; read < pages && hunt.missing > 0 && read - 1 - hits < stake; ) {
    const batch = Array.from({ length: Math.min(stake, pages - read) }, (_, index) => read + index + 1);
    const answers = await orUndefined(() =>
      Promise.all(
        batch.map((page) => reader.page(listPage({ page, perPage: ROWS_PER_PAGE, order: 'desc' }))),
      ),
    );
    if (answers === undefined) return;
    for (const { rows } of answers) hits += hunt.take(rows);
    read += batch.length;
  }
}

/** True where it was read to its end. An answer that was lost takes its page with it, so even then something may be missing. */
async function throughScroll(hunt: Hunt, reader: IntercomReader, withUsers: number): Promise<boolean> {
  const pages = Math.ceil(withUsers / ROWS_PER_SCROLL) + 1;
  if (hunt.missing < WORTH_A_SCROLL || pages * READS_PER_SCROLL_PAGE > hunt.missing) return false;
  const stake = stakeFor(hunt.missing);
  let param: string | undefined;
  let hits = 0;
  let idle = 0;
  for (let read = 0; idle < PAGES_TO_THE_END && (read - stake) * READS_PER_SCROLL_PAGE <= hits; read++) {
    const page = await orUndefined(() => reader.page(scrollPage(param)));
    if (page === undefined) return false;
    if (page.rows.length === 0) return true;
    if (hunt.missing === 0) idle += 1;
    hits += hunt.take(page.rows);
    if (page.next === undefined) return false;
    param = page.next;
  }
  return false;
}

/** Requests that may be lost on pages which show nothing: a twentieth of what single reads would cost, eight at most. */
function stakeFor(missing: number): number {
  return Math.min(8, Math.max(1, Math.floor(missing / 20)));
}

/** Undefined where Intercom does not answer this list, which is no reason to fail: there is another way. */
async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isUnusable(error)) return undefined;
    throw error;
  }
}
