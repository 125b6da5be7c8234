import type { IntercomReader } from '../../../types/intercom.ts';
import type { WireCompany } from '../wire.ts';
import { isPagingFailure, listPage, REACHABLE, ROWS_PER_PAGE, scrollPage } from './pages.ts';

/** Up to this many are read one by one: looking at the list first could cost as much as it saves. */
const FEW = 10;
/** From this many on a scroll is worth it: it keeps every other program from scrolling. */
const WORTH_A_SCROLL = 50;
/** How many companies a scroll page is assumed to hold; no source states it. */
const ROWS_PER_SCROLL = 100;
/** How many single reads each scroll page must save: its pages come one after the other, while single reads go side by side. */
const READS_PER_SCROLL_PAGE = 8;
/** How many more pages are read after everything was found, to reach the end, which frees the scroll for others. */
const PAGES_TO_THE_END = 3;

/**
 * Finds companies by company_id in the way that costs least. What a list does not show is read by itself, so that nothing
 * counts as missing because a list was short, had moved on or leaves out companies without users (intercom 5.2; law 10).
 *
 *   up to 10                               one by one
 *   more   1  first page of the list       it tells how many companies have users
 *          2  the rest of the list         if it has at most half as many pages as companies are missing
 *          3  the scroll                   from 50 missing, if each of its pages is likely to show eight of them
 *          4  one by one                   what is still missing
 *
 * 3 comes before 2 where the list cannot hold everything. Both end as soon as their pages show too little. Where another
 * program has the scroll open, it is left alone, and what is missing is read one by one.
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

/** The companies that are searched for, and those that were found. Other rows are not kept. */
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
  // At least this many cannot be in the list.
  const shown = Math.min(withUsers, REACHABLE) - (first?.rows.length ?? 0);
  if (hunt.missing - shown > FEW) {
    const isEverything = await throughScroll(hunt, reader, withUsers);
    if (!isEverything) await rest();
  } else {
    await rest();
    await throughScroll(hunt, reader, withUsers);
  }
}

/** Most recently active first: companies that become active during the reading move to pages that were read already. */
const firstOfList = (reader: IntercomReader) =>
  reader.page(listPage({ page: 1, perPage: ROWS_PER_PAGE, order: 'desc' }));

/** Reads the pages after the first, a few at a time. */
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

/** True if it was read to its end. A lost answer loses its page, so even then something may be missing. */
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

/** How many requests may be spent on pages that show nothing: a twentieth of what single reads would cost, at most eight. */
function stakeFor(missing: number): number {
  return Math.min(8, Math.max(1, Math.floor(missing / 20)));
}

/** Undefined where Intercom does not answer this list: that is no failure, because there is another way. */
async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isPagingFailure(error)) return undefined;
    throw error;
  }
}
