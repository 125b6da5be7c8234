import { posix } from 'node:path';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { type Files, isWithin } from '../types/files.ts';
import type { Project } from '../types/project.ts';
import { folderOf } from './folder-of.ts';

export interface ManifestFile {
  /** Relative to the project folder, with `/`. */
  readonly path: string;
  /** The folder of `manifests:` that it belongs to. Versions are counted for each of them. */
  readonly folder: string;
  readonly version: number | null;
  /** The number in the file name as it is written, such as `0001`. */
  readonly prefix: string | null;
}

export const PROJECT_FILE = 'interform.yaml';

/**
 * Finds the manifest files of a project: folder by folder as listed, within a folder sorted by path (code units). Hidden files,
 * hidden folders and node_modules are ignored.
 */
export async function discoverManifests(
  project: Project,
  files: Files,
): Promise<{ readonly files: readonly ManifestFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const root = (await files.resolve(project.folder)) ?? project.folder;
  const search: Search = { project, files, root, found: new Set(), report: (d) => diagnostics.push(d) };
  const folders = [...new Set(project.manifests)];
  for (const folder of folders) await searchManifests(folder, search);
  const found = [...search.found].sort(byCodeUnit).map((path) => manifestFile(path, folders));
  const manifests = folders.flatMap((folder) => {
    const own = found.filter((file) => file.folder === folder);
    diagnostics.push(...orderFindings(own));
    return own;
  });
  if (manifests.length === 0 && diagnostics.length === 0) diagnostics.push(noManifests(project));
  return { files: manifests, diagnostics };
}

interface Search {
  readonly project: Project;
  readonly files: Files;
  readonly root: string;
  readonly found: Set<string>;
  readonly report: Report;
}

async function searchManifests(folder: string, search: Search): Promise<void> {
  const { project, files, report } = search;
  const absolute = posix.join(project.folder, folder);
  const real = await files.resolve(absolute);
  if (!isWithin(project.folder, absolute) || (real !== undefined && !isWithin(search.root, real))) {
    return report(outside(folder, project));
  }
  if ((await files.list(absolute)) === undefined) return report(missingFolder(folder, project));
  await searchFolder(posix.relative(project.folder, absolute), search, [real ?? absolute]);
}

/** `above`: real paths of the enclosing folders, to stop at links that lead back to one of them. */
async function searchFolder(folder: string, search: Search, above: readonly string[]): Promise<void> {
  const { project, files, root, found, report } = search;
  for (const entry of (await files.list(posix.join(project.folder, folder))) ?? []) {
    const path = posix.join(folder, entry.name);
    const real = entry.link ? await files.resolve(posix.join(project.folder, path)) : undefined;
    const wanted = entry.kind === 'folder' ? !skipped(entry.name) : isManifestName(entry.name, path);
    if (!wanted) continue;
    if (real !== undefined && !isWithin(root, real)) report(outside(path, project));
    else if (entry.kind === 'file') found.add(path);
    else {
      const here = real ?? posix.join(above.at(-1) ?? '', entry.name);
      if (!above.includes(here)) await searchFolder(path, search, [...above, here]);
    }
  }
}

function skipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function isManifestName(name: string, path: string): boolean {
  return /\.ya?ml$/i.test(name) && !name.startsWith('.') && path !== PROJECT_FILE;
}

function manifestFile(path: string, folders: readonly string[]): ManifestFile {
  const prefix = versionPrefix(path);
  return { path, folder: folderOf(path, folders), prefix, version: prefix === null ? null : Number(prefix) };
}

/** Within a folder, files must be in the same order by path as by number. Otherwise `10-x` would be listed before `9-x`. */
function orderFindings(manifests: readonly ManifestFile[]): Diagnostic[] {
  const findings: Diagnostic[] = [];
  let highest: ManifestFile | undefined;
  for (const manifest of manifests) {
    const { version } = manifest;
    if (version === null) continue;
    if (!Number.isSafeInteger(version)) {
      findings.push({
        code: 'version-too-large',
        severity: 'error',
        summary: `${manifest.prefix} is too large for a version`,
        help: 'number manifests 0001, 0002, …',
        file: manifest.path,
      });
    } else if (highest !== undefined && version < (highest.version ?? 0)) {
      findings.push({
        code: 'version-order',
        severity: 'error',
        summary: `version ${manifest.prefix} comes after version ${highest.prefix} in path order`,
        detail: `${highest.path} stands before ${manifest.path}`,
        help: 'fill the numbers with zeros to one length, such as 0009 and 0010, and keep them in one folder',
        file: manifest.path,
      });
    } else highest = manifest;
  }
  return findings;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inProjectFile(project: Project): { readonly file?: string } {
  return project.file === undefined ? {} : { file: project.file };
}

function outside(path: string, project: Project): Diagnostic {
  return {
    code: 'manifests-outside',
    severity: 'error',
    summary: `${path} is outside the project folder`,
    detail: 'manifests are read from the project folder only, links included',
    help: 'move them into the project, or run with -C at a folder that holds both',
    ...inProjectFile(project),
  };
}

function missingFolder(folder: string, project: Project): Diagnostic {
  return {
    code: 'missing-manifests',
    severity: 'error',
    summary: `there is no manifest folder ${folder}`,
    help:
      project.file === undefined
        ? `this folder has no ${PROJECT_FILE}: run in the project folder, or name it with -C DIR`
        : `create the folder, or name another with manifests: in ${PROJECT_FILE}`,
    ...inProjectFile(project),
  };
}

function noManifests(project: Project): Diagnostic {
  return {
    code: 'no-manifests',
    severity: 'error',
    summary: `there is no manifest in ${project.manifests.join(', ')}`,
    help: 'manifests are files that end in .yaml or .yml, such as 0001-attributes.yaml',
    ...inProjectFile(project),
  };
}

/** The number that the name of a manifest begins with, as it is written: its version. Null where it has none. */
export function versionPrefix(path: string): string | null {
  return /^(\d+)(?=[-_. ])/.exec(posix.basename(path))?.[1] ?? null;
}
