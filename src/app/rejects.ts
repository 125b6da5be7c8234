import { mkdir, rm, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { writeRejects } from '../sources/index.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { RejectedRow } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';

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
        help: 'rename the file, since the next plan writes it anew, mend it and feed it in; the column interform_reason is ignored',
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
