import { emailKey } from '../../kinds/person-values.ts';
import { address } from '../../types/address.ts';
import type { JsonObject } from '../../types/json.ts';
import { KeyIndex } from '../../types/key-index.ts';
import type { NewItem } from './new-item.ts';
import type { LiveState } from './read-live.ts';

/**
 * Rows of earlier pulls that stay as they are: those whose people a query did not match this time, and those that the
 * flags that select leave out.
 */
export function keptRows(
  dataFiles: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  live: LiveState,
  selects: (address: string, set: string) => boolean,
): readonly NewItem[] {
  const seen = new KeyIndex();
  for (const { id, role, external_id, email } of live.contacts?.all() ?? []) {
    seen.add(`id ${id}`);
    if (external_id !== null && role !== 'lead') seen.add(`external_id ${external_id}`);
    if (email) seen.add(`${role} ${emailKey(email)}`);
  }
  const kept: NewItem[] = [];
  for (const [set, file] of dataFiles) {
    for (const line of (before.get(file) ?? '').split('\n')) {
      const fields = rowOf(line);
      if (fields === undefined) continue;
      const { id, external_id, email, role } = fields;
      const key = [external_id, email, id].find((value) => typeof value === 'string');
      if (typeof key !== 'string') continue;
      const keys = [
        typeof id === 'string' ? `id ${id}` : undefined,
        typeof external_id === 'string' ? `external_id ${external_id}` : undefined,
        // Who has an external_id is not known by the email, which others may share.
        typeof email === 'string' && external_id === undefined
          ? `${role === 'lead' || set.endsWith('leads') ? 'lead' : 'user'} ${emailKey(email)}`
          : undefined,
      ];
      const at = address('contact', set, key);
      const isGone = live.everybody || keys.some((known) => known !== undefined && seen.has(known));
      if (isGone && selects(at, set)) continue;
      kept.push({ kind: 'contact', set, address: at, key, fields });
    }
  }
  return kept;
}

/** A line that is no row of ours is not one to keep: the file is a pull's own. */
function rowOf(line: string): JsonObject | undefined {
  if (line.trim() === '') return undefined;
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
