/** Counts of the data files of earlier pulls, which are written anew: by file. */
interface RowsMoved {
  readonly added: ReadonlyMap<string, number>;
  readonly changed: ReadonlyMap<string, number>;
}

/** Rows of people who were not there, and rows that differ or are gone. One row is one line, which begins with what the person is known by. */
export function rowsMoved(
  dataFiles: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): RowsMoved {
  const added = new Map<string, number>();
  const changed = new Map<string, number>();
  for (const file of dataFiles.values()) {
    const text = texts.get(file);
    if (text === undefined) continue;
    const old = rowsOf(before.get(file) ?? '');
    const fresh = rowsOf(text);
    const gone = [...old.keys()].filter((key) => !fresh.has(key)).length;
    const differing = [...fresh].filter(([key, line]) => old.has(key) && old.get(key) !== line).length;
    added.set(file, [...fresh.keys()].filter((key) => !old.has(key)).length);
    changed.set(file, differing + gone);
  }
  return { added, changed };
}

/** What a person is known by → the line. */
function rowsOf(text: string): ReadonlyMap<string, string> {
  const rows = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    rows.set(keyOf(line), line);
  }
  return rows;
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
