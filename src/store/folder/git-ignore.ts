import { lstat, open, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import { FILE_MODE } from './private-folder.ts';

/**
 * Keeps a folder of the project out of git: where the project is in a checkout and no `.gitignore` on the way names the
 * folder, a line is appended to the project's `.gitignore`. Where that file cannot be extended, such as a link, the folder
 * gets a `.gitignore` of its own.
 */
export async function ignoreInGit(project: string, path: string): Promise<void> {
  const root = await checkoutOf(project);
  if (root === undefined) return;
  if (await isNamed(root, project, path)) return;
  const line = path.includes('/') ? `/${path}/` : `${path}/`;
  if (await extend(join(project, '.gitignore'), line)) return;
  await writeFile(join(project, path, '.gitignore'), '*\n', { mode: FILE_MODE });
}

/** The folder that holds `.git`; undefined outside a checkout. */
async function checkoutOf(project: string): Promise<string | undefined> {
  for (let at = project; ; at = dirname(at)) {
    const found = await lstat(join(at, '.git')).catch(() => undefined);
    if (found !== undefined) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Whether a line names exactly this folder, negated or not: then the team has decided. Patterns are not evaluated. */
async function isNamed(root: string, project: string, path: string): Promise<boolean> {
  for (let at = project; ; at = dirname(at)) {
    const below = posix.join(relative(at, project).split(sep).join('/'), path);
    const names = new Set([below, `**/${below}`, ...(at === project ? [] : [`**/${path}`])]);
    // Without a slash a line counts for all folders below.
    if (!path.includes('/')) names.add(path);
    const files = at === root ? ['.gitignore', '.git/info/exclude'] : ['.gitignore'];
    for (const file of files) {
      const text = await readFile(join(at, file), 'utf8').catch(() => '');
      const lines = text
        .split(/\r?\n/)
        .map((line) => line.trim().replace(/^!/, '').replace(/^\//, '').replace(/\/$/, ''));
      if (lines.some((line) => names.has(line))) return true;
    }
    if (at === root) return false;
  }
}

/** Only appends bytes, so that the file keeps its encoding and line ends. False where that cannot be done. */
async function extend(path: string, line: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return false;
  try {
    const file = await open(path, 'a+');
    try {
      const before = await file.readFile();
      if (before.includes(0)) return false;
      const eol = before.includes('\r\n') ? '\r\n' : '\n';
      const gap = before.length === 0 || before.at(-1) === '\n'.charCodeAt(0) ? '' : eol;
      await file.appendFile(`${gap}${line}${eol}`);
      return true;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}
