import type { Cells } from '../../../types/declaration.ts';
import { seenText } from '../../../types/identity-text.ts';
import type { Json } from '../../../types/json.ts';
import type { MappedRow, RawRow } from '../../../types/mapped-row.ts';
import { textOf } from '../../declared/declare-map.ts';
import { emailKey } from '../../people/person-values.ts';

/** The keys by which values name a person, as far as they can be read: id, external_id, and email as it is compared. */
export function rowKeys(cells: Cells): readonly string[] {
  const email = textOf(cells, 'email');
  const keys = [textOf(cells, 'id'), textOf(cells, 'external_id')?.trim(), email && emailKey(email)];
  return keys.filter((key): key is string => key !== undefined && key !== '');
}

/**
 * The same for a row that is left out. Where its cells cannot be separated, or the bad cell is the key, any text in the row
 * may be the key: a mix-up only leaves somebody alone.
 */
export function keysOfRow(
  cells: Cells,
  { raw, layout }: Pick<MappedRow, 'raw' | 'layout'>,
): readonly string[] {
  const keys = rowKeys(cells);
  return keys.length > 0 ? keys : keysInTexts(textsIn(raw, layout.delimiter));
}

/** The same for a contact in a manifest, as it is written there. */
export function keysOfContact(cells: Cells, written: Json | undefined): readonly string[] {
  const keys = rowKeys(cells);
  return keys.length > 0 || written === undefined ? keys : keysInTexts(valuesIn(written));
}

function keysInTexts(texts: readonly string[]): readonly string[] {
  const seen = texts.map((text) => seenText(text)).filter((text) => text !== '');
  return [...new Set(seen.flatMap((text) => [text, emailKey(text)]))];
}

function textsIn(raw: RawRow, delimiter: string): readonly string[] {
  if ('text' in raw) return raw.text.split(delimiter).map((text) => text.replaceAll('"', ''));
  return 'cells' in raw ? valuesIn(raw.cells) : valuesIn(raw.object);
}

/** All texts and numbers in the value, however deep. */
function valuesIn(value: Json | readonly Json[]): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}
