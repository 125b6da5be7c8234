import { KeyIndex } from '../../../types/key-index.ts';
import { Numbers } from '../../../types/numbers.ts';
import type { FileText } from '../data-text.ts';
import { type EarlierFile, linesIn } from '../file-lines.ts';

/** For data files of earlier pulls, which are replaced: path → number of rows. */
interface RowsMoved {
  readonly added: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
}

/** Counts rows whose key is new (`added`), and rows that differ or are gone (`changed`). A row is a line. */
export async function rowsMoved(
  before: ReadonlyMap<string, EarlierFile>,
  texts: ReadonlyMap<string, FileText>,
): Promise<RowsMoved> {
  const added = new Map<string, number>();
  const changed = new Map<string, number>();
  for (const [file, earlier] of before) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const [keys, lines] = [new KeyIndex(), new KeyIndex()];
    const old = await linesByKey(earlier.pieces(), keys, lines);
    const fresh = await linesByKey(typeof text === 'string' ? [text] : text, keys, lines);
    let [appeared, moved] = [0, 0];
    for (let key = 0; key < keys.size; key++) {
      if (old.get(key) === 0) appeared++;
      else if (old.get(key) !== fresh.get(key)) moved++;
    }
    added.set(file, appeared);
    changed.set(file, moved);
  }
  return { added, changed };
}

/** For each key the number of its line, plus one; 0 where it has none. */
async function linesByKey(
  pieces: Parameters<typeof linesIn>[0],
  keys: KeyIndex,
  lines: KeyIndex,
): Promise<Numbers> {
  const found = new Numbers();
  for await (const some of linesIn(pieces))
    for (const line of some) if (line.trim() !== '') found.set(keys.add(keyOf(line)), lines.add(line) + 1);
  return found;
}

function keyOf(line: string): string {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null) return line;
    const { external_id, email, id } = row as Readonly<Record<string, unknown>>; // an object of JSON
    return JSON.stringify(external_id === undefined ? [email, id] : [external_id]);
  } catch {
    return line;
  }
}
