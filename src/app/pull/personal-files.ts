import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { ignores } from './git-ignored.ts';

const gitTimeoutMs = 5000;

/** Adds files with personal data to `.gitignore` of the project, unless it has a line about them already. Paths are absolute. */
export async function ignorePersonal(project: string, files: readonly string[]): Promise<void> {
  const path = join(project, '.gitignore');
  const before = await readFile(path, 'utf8').catch(() => '');
  const missing = files
    .map((file) => relative(project, file).split(sep).join('/'))
    .filter((file) => !file.startsWith('../') && !ignores(before, file));
  if (missing.length === 0) return;
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before === '' || before.endsWith('\n') ? '' : eol;
  const lines = ['# interform: people as a pull wrote them', ...missing.map((file) => `/${file}`)];
  await writeFile(path, `${before}${gap}${lines.join(eol)}${eol}`);
}

/** Warns of files that git tracks already, or that are in a folder with tracked files. */
export async function trackedPersonal(
  project: string,
  files: readonly string[],
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(files.map((file) => trackedFinding(project, file)));
  return found.flatMap((finding) => finding ?? []);
}

/** Undefined where git tracks nothing there, or is not available. */
async function trackedFinding(project: string, file: string): Promise<Diagnostic | undefined> {
  const folder = dirname(file);
  const tracked = await trackedIn(folder);
  const [first] = tracked;
  if (first === undefined) return undefined;
  const shown = relative(project, file).split(sep).join('/');
  if (tracked.includes(basename(file)))
    return {
      code: 'personal-data-tracked',
      severity: 'warning',
      summary: 'git tracks a file that holds personal data',
      detail: `${shown}: .gitignore does not help for what is tracked`,
      help: `git rm --cached ${shown}, and think of the history, which keeps what was committed`,
    };
  return {
    code: 'personal-data-tracked',
    severity: 'warning',
    summary: 'a file with personal data stands in a folder that git tracks',
    detail: `${shown}, beside ${first}`,
    help: 'it is listed in .gitignore: commit that, and never add the file by force',
  };
}

/** Names of the tracked files directly in a folder. No hook or monitor of the repository is run. */
function trackedIn(folder: string): Promise<readonly string[]> {
  const command = '-c core.fsmonitor=false ls-files -z -- :(glob)*'.split(' ');
  return new Promise((resolve) => {
    execFile(
      'git',
      ['-C', folder, ...command],
      { timeout: gitTimeoutMs, maxBuffer: 1 << 26 },
      (error, stdout) => resolve(error === null ? stdout.split('\0').filter((name) => name !== '') : []),
    );
  });
}
