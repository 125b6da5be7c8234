import { emailKey } from '../../../kinds/people/person-values.ts';
import { Spool } from '../../../spool/spool.ts';
import { address } from '../../../types/address.ts';
import { isJsonObject, type JsonObject } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import { type EarlierFile, linesIn } from '../file-lines.ts';
import type { LiveState } from '../read-live.ts';
import { PULLED_SETS } from './pulled-sets.ts';

/**
 * Rows of earlier pulls that stay: their contacts do not match the query of this pull, or the flags leave them out. Sorted by
 * set. `dataFiles`: set → data file.
 */
export async function keptRows(
  dataFiles: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, EarlierFile>,
  live: LiveState,
  selects: (address: string, set: string) => boolean,
): Promise<Spool<NewItem>> {
  // When all contacts were read, those that did not come are gone.
  const seen = live.everybody ? new KeyIndex() : keysSeen(live);
  const kept = new Spool<NewItem>();
  for (const [set, file] of dataFiles) {
    for await (const some of linesIn(before.get(file)?.pieces() ?? [])) {
      for (const line of some) {
        const item = itemOf(line, set);
        if (item === undefined) continue;
        const isGone = live.everybody || keysOf(item).some((key) => seen.has(key));
        if (isGone && selects(item.address, set)) continue;
        kept.add(item, { rank: PULLED_SETS.indexOf(set), order: 0, owner: -1 });
      }
    }
  }
  return kept;
}

function keysSeen({ contacts }: LiveState): KeyIndex {
  const seen = new KeyIndex();
  for (const { id, role, external_id, email } of contacts?.all() ?? []) {
    seen.add(`id ${id}`);
    if (external_id !== null && role !== 'lead') seen.add(`external_id ${external_id}`);
    if (email) seen.add(`${role} ${emailKey(email)}`);
  }
  return seen;
}

/** Undefined for lines that are not rows of a pull. They are dropped, since the file belongs to pull. */
function itemOf(line: string, set: string): NewItem | undefined {
  const fields = rowOf(line);
  const { id, external_id, email } = fields ?? {};
  const key = [external_id, email, id].find((value) => typeof value === 'string');
  if (fields === undefined || typeof key !== 'string') return undefined;
  return { kind: 'contact', set, address: address('contact', set, key), key, fields };
}

function keysOf({ set = '', fields: { id, external_id, email, role } }: NewItem): readonly string[] {
  const keys: string[] = [];
  if (typeof id === 'string') keys.push(`id ${id}`);
  if (typeof external_id === 'string') keys.push(`external_id ${external_id}`);
  // With an external_id, the email does not identify a contact: others may share it.
  else if (typeof email === 'string' && external_id === undefined)
    keys.push(`${role === 'lead' || set.endsWith('leads') ? 'lead' : 'user'} ${emailKey(email)}`);
  return keys;
}

function rowOf(line: string): JsonObject | undefined {
  if (line.trim() === '') return undefined;
  try {
    const row: unknown = JSON.parse(line);
    return isJsonObject(row) ? row : undefined;
  } catch {
    return undefined;
  }
}
