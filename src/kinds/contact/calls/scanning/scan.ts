import { IncompleteAnswer } from '../../../../types/incomplete-answer.ts';
import type { IntercomReader, Page } from '../../../../types/intercom.ts';
import type { JsonObject } from '../../../../types/json.ts';
import { KeyIndex } from '../../../../types/key-index.ts';
import type { WireContact } from '../../../people/wire-contact.ts';
import { SEARCH_PATH, searchPages } from '../search.ts';
import { inShards } from './in-shards.ts';
import { isNewIn } from './read-shard.ts';
import { shardQuery, UNDIVIDED } from './shard.ts';
import { SCAN_SIZES, type ScanSizes } from './sizes.ts';

/** Whether scans are divided: switched off for the rest of the run when the parts of one did not add up. */
export interface Sharding {
  allowed: boolean;
}

interface ScanOptions {
  readonly sharding: Sharding;
  readonly sizes?: ScanSizes;
}

/**
 * All contacts that a search matches, page by page, those of the oldest days first. Those of one day come in any order, since
 * a large scan is divided. Rejects at the end if fewer came than Intercom said there are (law 10).
 *
 *     few pages, or a query that takes no more filters      one cursor
 *     more                                                  shards, some of them side by side
 *       whose contacts do not add up, or that are refused   one cursor after all, which yields who is missing
 */
export async function* scanContacts(
  reader: IntercomReader,
  query: JsonObject,
  { sharding, sizes = SCAN_SIZES }: ScanOptions,
): AsyncGenerator<readonly WireContact[]> {
  const walked = new KeyIndex();
  let given: KeyIndex | undefined;
  let total = 0;
  let isFirst = true;
  for await (const page of searchPages(reader, query, sizes)) {
    for (const { id } of page.rows) walked.add(id);
    const rows = given === undefined ? page.rows : page.rows.filter(isNewIn(given));
    if (rows.length > 0) yield rows;
    if (isFirst && sharding.allowed && isLarge(page, sizes) && shardQuery(query, UNDIVIDED) !== undefined) {
      given = new KeyIndex();
      page.rows.forEach(isNewIn(given));
      if (yield* inShards({ reader, query, first: page, sizes, given })) return;
      sharding.allowed = false;
    }
    isFirst = false;
    total = Math.max(total, page.total ?? Number.POSITIVE_INFINITY);
  }
  if (walked.size < total)
    throw new IncompleteAnswer(`POST ${SEARCH_PATH}`, { came: walked.size, total, what: 'contacts' });
}

function isLarge({ total = 0 }: Page<WireContact>, { rowsPerPage, fewPages }: ScanSizes): boolean {
  return total > rowsPerPage * fewPages;
}
