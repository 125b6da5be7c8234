import { KEYS_PER_REQUEST } from '../../kinds/contact/calls/look-up.ts';
import { lookupKeys } from '../../kinds/contact/identity/keys.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { PartRow } from './declared-people.ts';
import type { At, Ledger } from './ledger.ts';
import { lookUpAll, lookUpOnce } from './look-up.ts';
import { partCatalog } from './part-catalog.ts';
import { PartOfPeople } from './part-of-people.ts';
import { type PeopleToPlan, readBesides } from './people-to-plan.ts';
import { NOTES } from './row-notes.ts';
import { type Begin, runParts } from './run-parts.ts';

/** How many parts are worked on at a time, so that requests of some go out while another is planned. */
export const PARTS_AT_A_TIME = 8;

/** Rows with further keys to look up, and what is known of them so far. They wait until there are enough for a full request. */
class Waiting {
  rows: PartRow[] = [];
  catalog: Catalog;
  readonly #whole: Catalog;

  constructor(whole: Catalog) {
    this.#whole = whole;
    this.catalog = partCatalog(whole);
  }

  add(rows: readonly PartRow[], { people }: Catalog): void {
    for (const row of rows) {
      people.share(lookupKeys(row.declaration, people), this.catalog.people);
      this.rows.push(row);
    }
  }

  take(): { readonly rows: readonly PartRow[]; readonly catalog: Catalog } {
    const { rows, catalog } = this;
    this.rows = [];
    this.catalog = partCatalog(this.#whole);
    return { rows, catalog };
  }
}

/** Pass two: plans the rows that share no declared key with another row, part by part while they are read. */
export async function planFreeRows(plan: PeopleToPlan, ledger: Ledger, parts: Parts): Promise<void> {
  const waiting = new Waiting(plan.catalog);
  await runParts(
    PARTS_AT_A_TIME,
    (begin) => beginFreeRows(plan, waiting, { ledger, parts, begin }),
    plan.stop,
  );
  const last = waiting.take();
  if (last.rows.length === 0) return;
  await lookUpAll(last.rows, [], last.catalog, plan.reader);
  await planFree(last.rows, last.catalog, plan, { ledger, parts });
}

async function beginFreeRows(
  plan: PeopleToPlan,
  waiting: Waiting,
  { ledger, parts, begin }: { readonly ledger: Ledger; readonly parts: Parts; readonly begin: Begin },
): Promise<void> {
  const { people, catalog, checks, context, partRows } = plan;
  const { notes } = ledger;
  let left = people.rows - notes.count(NOTES.held, 0, people.rows);
  plan.ahead(requestsFor(left, partRows));
  const beginNew = (rows: readonly PartRow[]) => {
    left -= rows.length;
    return beginPart(rows, partCatalog(catalog));
  };
  const beginPart = (rows: readonly PartRow[], own: Catalog) =>
    begin(async () => {
      plan.ahead(requestsFor(left, partRows));
      const rest = await lookUpOnce(rows, own, plan.reader);
      waiting.add(rest, own);
      const put = new Set(rest);
      await planFree(rest.length === 0 ? rows : rows.filter((row) => !put.has(row)), own, plan, {
        ...{ ledger, parts },
      });
    });
  let rows: PartRow[] = [];
  for await (const batch of people.read(context.first, { first: true })) {
    for (const one of batch) {
      if (notes.has(one.row, NOTES.held)) continue;
      checks.one(one);
      if (rows.push(one) < partRows) continue;
      const full = rows;
      rows = [];
      await beginNew(full);
    }
    if (waiting.rows.length >= partRows) {
      const again = waiting.take();
      await beginPart(again.rows, again.catalog);
    }
  }
  if (rows.length > 0) await beginNew(rows);
}

/**
 * Leaves out the rows that need no change. All rows are noted as one part and the others as another, so that a row that later
 * turns out to share a key with one of them is planned again together with it.
 */
async function planFree(
  rows: readonly PartRow[],
  catalog: Catalog,
  plan: PeopleToPlan,
  { ledger, parts }: { readonly ledger: Ledger; readonly parts: Parts },
): Promise<void> {
  const all = new PartOfPeople(rows, catalog, ledger, parts.next(1));
  all.meet();
  await planTogether(all.passOver(), catalog, plan, { ledger, at: parts.next(1) });
}

/** The fewest requests that look up this many rows, part by part. */
function requestsFor(rows: number, partRows: number): number {
  const parts = Math.floor(rows / partRows);
  return parts * Math.ceil(partRows / KEYS_PER_REQUEST) + Math.ceil((rows % partRows) / KEYS_PER_REQUEST);
}

export class Parts {
  #last = 0;

  next(round: number): At {
    return { part: ++this.#last, round };
  }
}

/** Plans rows together, once their keys have been looked up. */
export async function planTogether(
  rows: readonly PartRow[],
  catalog: Catalog,
  plan: PeopleToPlan,
  { ledger, at }: { readonly ledger: Ledger; readonly at: At },
): Promise<void> {
  if (rows.length === 0) return;
  await readBesides(rows, catalog, plan);
  const part = new PartOfPeople(rows, catalog, ledger, at);
  part.meet();
  part.plan(part.settle(), plan.finish);
}
