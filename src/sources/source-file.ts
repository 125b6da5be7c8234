import { posix } from 'node:path';
import { type Files, isWithin } from '../types/files.ts';
import { nearest } from '../types/nearest.ts';
import type { SourceContext } from './source-context.ts';
import { rejectPrefix } from './source-row.ts';

/**
 * Finds the data file that a source names relative to its manifest; of several that match `*` and `?`, the last by name
 * (numbers in names count as numbers). Returns its path relative to the project folder; undefined, with a finding, where
 * there is none or where it leaves the project, links followed.
 */
export async function findSource(written: string, context: SourceContext): Promise<string | undefined> {
  const { folder, files, manifestFile, report, placeOf } = context;
  const place = placeOf(['file']);
  const wanted = posix.resolve(folder, posix.dirname(manifestFile), written);
  if (!isWithin(folder, wanted)) {
    report({ ...OUTSIDE, summary: `${written} is outside the project folder`, ...place });
    return undefined;
  }
  const relative = posix.relative(folder, wanted);
  const found = /[*?]/.test(written)
    ? await newest(relative, folder, files)
    : await existing(relative, folder, files);
  if (found === undefined) {
    const near = await nearestFile(relative, folder, files);
    const isOtherwiseWritten = near !== undefined && isSameName(near, posix.basename(relative));
    if (!isOtherwiseWritten && (await files.resolve(wanted)) !== undefined) {
      report({ ...NO_FILE, summary: `${relative} is no file`, help: pipeHelp(relative), ...place });
      return undefined;
    }
    report({
      code: 'missing-source',
      severity: 'error',
      summary: `there is no data file ${relative}`,
      ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
      help: `the path is relative to ${manifestFile}`,
      ...place,
    });
    return undefined;
  }
  const [root, real] = await Promise.all([files.resolve(folder), files.resolve(posix.join(folder, found))]);
  if (root === undefined || real === undefined || !isWithin(root, real)) {
    report({ ...OUTSIDE, summary: `${found} leads out of the project folder`, ...place });
    return undefined;
  }
  return found;
}

const OUTSIDE = {
  code: 'source-outside',
  severity: 'error',
  detail: 'data files are read from the project folder only, links included',
  help: 'put the file beside the manifest',
} as const;

const NO_FILE = {
  code: 'missing-source',
  severity: 'error',
  detail: 'it is a folder, a named pipe or a device: data files are read more than once',
} as const;

function pipeHelp(path: string): string {
  return `name a file; what a pipe holds can be given to standard input, with --data ${posix.basename(path)}=-`;
}

async function existing(path: string, folder: string, files: Files): Promise<string | undefined> {
  const entries = await files.list(posix.join(folder, posix.dirname(path)));
  const there = entries?.some(({ name, kind }) => kind === 'file' && name === posix.basename(path));
  return there ? path : undefined;
}

async function newest(pattern: string, folder: string, files: Files): Promise<string | undefined> {
  let paths = [''];
  const segments = pattern.split('/');
  for (const [index, segment] of segments.entries()) {
    const kind = index === segments.length - 1 ? 'file' : 'folder';
    const matches = globMatcher(segment);
    const next: string[] = [];
    for (const path of paths) {
      for (const entry of (await files.list(posix.join(folder, path))) ?? []) {
        if (entry.kind === kind && matches.test(entry.name)) next.push(posix.join(path, entry.name));
      }
    }
    paths = next;
  }
  const byName = new Intl.Collator('en', { numeric: true });
  return paths.sort((a, b) => byName.compare(a, b) || (a < b ? -1 : 1)).at(-1);
}

/**
 * `*` and `?` within one segment; a name that begins with a dot, and a reject file, which lies beside its source, are
 * matched only when the pattern begins like them.
 */
function globMatcher(segment: string): RegExp {
  const passedOver = ['.', rejectPrefix].filter((prefix) => !segment.startsWith(prefix));
  const source = segment
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(
    `^${passedOver.map((prefix) => `(?!${prefix.replace('.', '\\.')})`).join('')}${source}$`,
    'u',
  );
}

async function nearestFile(path: string, folder: string, files: Files): Promise<string | undefined> {
  const entries = (await files.list(posix.join(folder, posix.dirname(path)))) ?? [];
  const written = posix.basename(path);
  // A folder is there by this very name.
  if (entries.some(({ name }) => name === written)) return undefined;
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []));
  return names.find((name) => isSameName(name, written)) ?? nearest(written, names);
}

/** Whether two names are one to a file system that tells neither case nor the forms of accented letters apart. */
function isSameName(one: string, other: string): boolean {
  return foldedName(one) === foldedName(other);
}

function foldedName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
