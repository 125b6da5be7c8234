import { type Indexing, SearchIndex } from '../../search/search-index.ts';
import { storeOf } from '../../workspace.ts';
import type { ContactRecord } from './record.ts';

/** Live contacts are listed; the fields of searches that are `hashed` name these hashes. */
const INDEXING: Indexing<ContactRecord> = {
  isListed: (record) => record.state === 'live',
  hashKeys,
};

/** The lagging copy that list and search read. */
export const searchIndexOf = storeOf((workspace) => new SearchIndex(workspace.indexLagMs, INDEXING));

function hashKeys(record: ContactRecord): [hash: string, key: string][] {
  const keys: [hash: string, key: string][] = [['role', record.role]];
  if (record.external_id !== null) keys.push(['external_id', record.external_id]);
  if (record.email) keys.push(['email', record.email.toLowerCase()]);
  if (record.phone !== null) keys.push(['phone', record.phone]);
  for (const tag of record.tags) keys.push(['tag_id', tag.id]);
  return keys;
}
