import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';
import type { FileText } from './adding.ts';

/** Counts of the data files of earlier pulls, which are written anew: by file. */
interface RowsMoved {
  readonly added: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
}

/** Rows of people who were not there, and rows that differ or are gone. One row is one line, which begins with what the person is known by. */
export function rowsMoved(
  dataFiles: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, FileText>,
): RowsMoved {
  const added = new Map<string, number>();
  const changed = new Map<string, number>();
  for (const file of dataFiles.values()) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const [keys, lines] = [new KeyIndex(), new KeyIndex()];
    const old = linesByKey(before.get(file) ?? '', keys, lines);
    const fresh = linesByKey(text, keys, lines);
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

/** By the number of what a person is known by: the number of the line plus one, 0 where there is none. */
function linesByKey(text: FileText, keys: KeyIndex, lines: KeyIndex): Numbers {
  const found = new Numbers();
  for (const piece of typeof text === 'string' ? [text] : text) {
    for (const line of piece.split('\n'))
      if (line.trim() !== '') found.set(keys.add(keyOf(line)), lines.add(line) + 1);
  }
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
