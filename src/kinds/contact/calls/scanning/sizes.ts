import { CONTACTS_PER_PAGE } from '../search.ts';

/** How a scan is divided. Pages are of `rowsPerPage` contacts. */
export interface ScanSizes {
  readonly rowsPerPage: number;
  /** With no more pages than this, a scan is read by one cursor: dividing it takes some pages as well. */
  readonly fewPages: number;
  /** How long a shard is meant to be. Each takes one request more, to count it, and its last page is half full. */
  readonly shardPages: number;
  /** A shard that turned out longer is divided again above this. */
  readonly mostPages: number;
  /** How many pages are read before their turn has come, and are kept in memory: twelve shards, about 65 MB. */
  readonly pagesAhead: number;
}

export const SCAN_SIZES: ScanSizes = {
  rowsPerPage: CONTACTS_PER_PAGE,
  fewPages: 20,
  shardPages: 6,
  mostPages: 9,
  pagesAhead: 72,
};

/** Into how many shards so many contacts are divided: half a page is left free, since they do not spread evenly. */
export function shardsFor(count: number, { rowsPerPage, shardPages }: ScanSizes): number {
  return Math.ceil(count / ((shardPages - 0.5) * rowsPerPage));
}
