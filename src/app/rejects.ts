import { mkdir, open, rm } from 'node:fs/promises';
import { posix } from 'node:path';
import { kinds } from '../kinds/index.ts';
import { type KeptReasons, withReasons, writeRejects } from '../sources/index.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import { errorCode } from '../types/error-code.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { LeftOut } from '../types/plan.ts';
import type { Project } from '../types/project.ts';
import { rejectReason } from '../types/reason.ts';
import { FoundDiagnostics } from './group-diagnostics.ts';
import { keptReasons, type Rejects } from './rejected-rows.ts';

/** The data files with rows that were left out, in the order in which they were read. */
export function leftOutOf(
  { counts }: Pick<Rejects, 'counts'>,
  read: ReadonlyMap<RowLayout, number>,
): readonly LeftOut[] {
  return Array.from(read)
    .map(([layout, rows]) => ({ source: layout.file, rows, left_out: counts.get(layout) ?? 0 }))
    .filter(({ left_out }) => left_out > 0);
}

/**
 * Adds further reasons to rejected rows. A row that could not be read may have values that are wrong too, such as unknown tags
 * and options, as the catalog tells. So the user can correct everything at once.
 */
export function withAllReasons(rejected: Rejects, catalog: Catalog, report: Report): Rejects {
  const found = new FoundDiagnostics();
  const later = new Map<RowLayout, KeptReasons>();
  for (const layout of rejected.counts.keys()) {
    const kept = keptReasons();
    later.set(layout, kept);
    let at = 0;
    for (const { unchecked } of rejected.of(layout)) {
      const faults = unchecked === undefined ? [] : faultsOf(unchecked, catalog);
      for (const { address: _address, ...fault } of faults)
        found.add({ ...fault, severity: 'warning', summary: `row left out: ${fault.summary}` });
      if (faults.length > 0) kept.add(at, faults.map(rejectReason));
      at++;
    }
  }
  for (const finding of found.all()) report(finding);
  return {
    counts: rejected.counts,
    of: (layout) => withReasons(rejected.of(layout), later.get(layout) ?? keptReasons()),
    close() {
      rejected.close();
      for (const kept of later.values()) kept.close();
    },
  };
}

function faultsOf(unchecked: Declaration, catalog: Catalog): readonly Diagnostic[] {
  return kinds.find(({ name }) => name === unchecked.kind)?.faults?.(unchecked, catalog) ?? [];
}

/** Writes rejected rows into a file beside their source, each with its reason, and reports where they are. */
export async function saveRejects(rejected: Rejects, project: Project): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const file of writeRejects(rejected, keptReasons)) {
    const path = beside(file.source, file.name);
    const target = posix.join(project.folder, path);
    const what = `${file.rows} ${file.rows === 1 ? 'row was' : 'rows were'} left out`;
    try {
      await mkdir(posix.dirname(target), { recursive: true });
      // Creates the file anew, so that it is not the target of a link and not readable by others.
      await rm(target, { force: true });
      await writeLines(target, file.lines());
      found.push({
        code: 'rows-left-out',
        severity: 'warning',
        summary: what,
        detail: `they are in ${path}, each with its reason`,
        help: 'rename the file, because the next plan overwrites it. Correct the rows and use the file as a source; the column interform_reason is ignored',
        file: file.source,
      });
    } catch (error) {
      if (error instanceof EndingError) throw error;
      found.push({
        code: 'rows-left-out',
        severity: 'warning',
        summary: what,
        detail: `${path} could not be written: ${errorCode(error) ?? 'unknown reason'}`,
        help: 'make the folder of the source writable',
        file: file.source,
      });
    }
  }
  return found;
}

/** Size of the pieces that are written. */
const pieceCharacters = 256 * 1024;

async function writeLines(target: string, lines: Iterable<string>): Promise<void> {
  const file = await open(target, 'wx', 0o600);
  try {
    let piece = '';
    for (const line of lines) {
      piece += line;
      if (piece.length < pieceCharacters) continue;
      await file.writeFile(piece);
      piece = '';
    }
    await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** The path beside the source. Standard input may stand for a file outside the project; then the project folder is used. */
function beside(source: string, name: string): string {
  const path = posix.join(posix.dirname(source), name);
  return path.startsWith('..') || posix.isAbsolute(path) ? name : path;
}
