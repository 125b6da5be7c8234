import { mkdir, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { kinds } from '../kinds/index.ts';
import { writeRejects } from '../sources/index.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import type { RejectedRow, RowLayout } from '../types/mapped-row.ts';
import type { LeftOut } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { reasonOf } from '../types/reason.ts';

/** How many rows were left out of each reading of a data file that lost any, in the order of reading. */
export function leftOutOf(
  rejected: readonly RejectedRow[],
  read: ReadonlyMap<RowLayout, number>,
): readonly LeftOut[] {
  const counts = new Map<RowLayout, number>();
  for (const { row } of rejected) counts.set(row.layout, (counts.get(row.layout) ?? 0) + 1);
  return Array.from(read)
    .map(([layout, rows]) => ({ source: layout.file, rows, left_out: counts.get(layout) ?? 0 }))
    .filter(({ left_out }) => left_out > 0);
}

/**
 * The rows with all that is wrong with them: those that could not be read have values that only the catalog tells to be
 * wrong, such as unknown tags and options. A mended row must not bounce again.
 */
export function withAllReasons(
  rejected: readonly RejectedRow[],
  catalog: Catalog,
  report: Report,
): readonly RejectedRow[] {
  return rejected.map((reject) => {
    const { unchecked, row } = reject;
    if (unchecked === undefined) return reject;
    const faults = kinds.find(({ name }) => name === unchecked.kind)?.faults?.(unchecked, catalog) ?? [];
    for (const { address: _address, ...fault } of faults)
      report({ ...fault, severity: 'warning', summary: `row left out: ${fault.summary}` });
    return { row, reasons: [...new Set([...reject.reasons, ...faults.map(reasonOf)])] };
  });
}

/** Writes the rows that were left out beside their sources, each with its reason, and says where they are. */
export async function saveRejects(
  rejected: readonly RejectedRow[],
  project: Project,
): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const file of writeRejects(rejected)) {
    const path = beside(file.source, file.name);
    const target = posix.join(project.folder, path);
    const what = `${file.rows} ${file.rows === 1 ? 'row was' : 'rows were'} left out`;
    try {
      await mkdir(posix.dirname(target), { recursive: true });
      // A new file, never one that a link leads to or that others may read.
      await rm(target, { force: true });
      await writeFile(target, [...file.lines()].join(''), { mode: 0o600, flag: 'wx' });
      found.push({
        code: 'rows-left-out',
        severity: 'warning',
        summary: what,
        detail: `they are in ${path}, each with its reason`,
        help: 'rename the file, because the next plan overwrites it. Correct the rows and use the file as a source; the column interform_reason is ignored',
        file: file.source,
      });
    } catch (error) {
      found.push({
        code: 'rows-left-out',
        severity: 'warning',
        summary: what,
        detail: `${path} could not be written: ${error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'}`,
        help: 'make the folder of the source writable',
        file: file.source,
      });
    }
  }
  return found;
}

/** Standard input may stand for a file that would lie outside of the project: its rejects lie in the project folder. */
function beside(source: string, name: string): string {
  const path = posix.join(posix.dirname(source), name);
  return path.startsWith('..') || posix.isAbsolute(path) ? name : path;
}
