import { kindOf } from '../../kinds/index.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import { createCatalog } from '../catalog.ts';

/** The error that validate would report if this were the only declaration; undefined where there is none. */
export function declarationRefusal(declaration: Declaration): string | undefined {
  return errorsOf(declaration)[0]?.summary;
}

/** The error that validate would report once these edits are made, and does not report now. */
export function editsRefusal(declaration: Declaration, edits: readonly Edit[]): string | undefined {
  const known = new Set(errorsOf(declaration).map(textOf));
  return errorsOf(edited(declaration, edits)).find((error) => !known.has(textOf(error)))?.summary;
}

function errorsOf(declaration: Declaration): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  kindOf(declaration.kind)?.check(
    [declaration],
    createCatalog({ online: false, timezone: 'UTC' }),
    (finding) => findings.push(finding),
  );
  return findings.filter(({ severity }) => severity === 'error');
}

function textOf({ code, summary, detail }: Diagnostic): string {
  return JSON.stringify([code, summary, detail]);
}

/** The declaration as it will be read. What is added below it is looked at by itself. */
function edited(declaration: Declaration, edits: readonly Edit[]): Declaration {
  const cells = new Map(declaration.cells);
  for (const edit of edits) {
    const [path = '', ...below] = edit.path;
    if (below.length > 0) continue;
    if (edit.op === 'remove') cells.delete(path);
    else {
      const before = cells.get(path);
      const value = edit.op === 'set' ? edit.value : editedList(before?.value, edit);
      cells.set(path, { place: before?.place ?? declaration.place, value });
    }
  }
  return { ...declaration, cells };
}

function editedList(before: Json | undefined, edit: Extract<Edit, { op: 'list' }>): Json {
  const { add, drop, nameKey } = edit;
  const nameOf = (entry: Json) => (nameKey !== undefined && isJsonObject(entry) ? entry[nameKey] : entry);
  const kept = (Array.isArray(before) ? before : []).filter(
    (entry: Json) => !drop.some((name) => name === nameOf(entry)),
  );
  return [...kept, ...add];
}
