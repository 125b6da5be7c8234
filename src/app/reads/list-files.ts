import { existsSync } from 'node:fs';
import { posix, resolve, sep } from 'node:path';
import { PROJECT_FILE } from '../../manifest/discover.ts';
import { loadManifests, readProjectFile } from '../../manifest/index.ts';
import { diskFiles, sourceFiles } from '../../sources/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { schemas } from '../declare.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { openProject } from '../load.ts';
import type { SourceText } from '../loaded.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { ReadPaths, realPath } from './links.ts';

export interface ListedFiles {
  /**
   * From the project folder, with `/`; `folder/` stands for everything below it. Empty where a diagnostic is an error, because what the
   * project reads is not known then.
   */
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
}

/**
 * Everything in the checkout whose change can change a plan of this project, there or not:
 *
 *     the project file, .env        also where they are missing: they can be added
 *     manifest folders, the store   everything below
 *     the data files of sources     also in versions that --to leaves out; a pattern counts as the folder that it looks through
 *     links on the way to any       and what they lead to; submodules
 *     .gitattributes beside or above any, since git writes the files by them
 *
 * Of every environment, unless the options name one. The rows of data files are not read.
 */
export async function listFiles(options: PlanningOptions, ports: Ports): Promise<ListedFiles> {
  const folder = resolve(options.project).split(sep).join('/');
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const top = checkoutOf(folder);
  const realTop = await realPath(top);
  const project = posix.join(realTop, posix.relative(top, folder));
  const paths = new ReadPaths(realTop);
  await paths.file(posix.join(project, PROJECT_FILE));
  await paths.file(posix.join(project, '.env'));
  for (const environment of await environmentsOf(folder, options)) {
    const opened = await openProject({ ...options, ...(environment && { environment }) }, ports);
    diagnostics.push(...opened.diagnostics);
    for (const [file, text] of opened.texts) texts.set(file, text);
    if (opened.project === undefined) continue;
    const loaded = await loadManifests({
      project: opened.project,
      files: diskFiles,
      schemas: schemas(),
      to: options.to,
    });
    diagnostics.push(...loaded.diagnostics);
    for (const [file, text] of loaded.texts) texts.set(file, text);
    for (const manifests of opened.project.manifests)
      await paths.folder(posix.join(project, manifests), isEnteredForManifests);
    const { store } = opened.project;
    if (store.kind === 'folder') await paths.folder(posix.join(project, store.path), () => true);
    for (const document of [...loaded.documents, ...loaded.later.documents]) {
      for (const { path, isFolder } of sourceFiles(document)) {
        const absolute = posix.resolve(project, path);
        await (isFolder ? paths.folder(absolute, (name) => name !== '.git') : paths.file(absolute));
      }
    }
  }
  const told = unique(diagnostics);
  const found = hasErrors(told) ? [] : paths.all().map((path) => fromProject(path, project));
  return { paths: [...new Set(found)].sort(), diagnostics: told, sources: (file) => texts.get(file) };
}

/** As the search for manifests enters folders. */
function isEnteredForManifests(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/** The highest folder upwards that git keeps, since one below can be a submodule; without any, the project folder itself. */
function checkoutOf(folder: string): string {
  let highest = folder;
  for (let at = folder; ; at = posix.dirname(at)) {
    if (existsSync(posix.join(at, '.git'))) highest = at;
    if (at === posix.dirname(at)) return highest;
  }
}

/** Undefined stands for a project without environments, and for one whose file is wrong: opening it says so. */
async function environmentsOf(
  folder: string,
  { environment }: PlanningOptions,
): Promise<readonly (string | undefined)[]> {
  if (environment !== undefined) return [environment];
  const reading = { folder, files: diskFiles, schemas: schemas(), report: () => {} };
  const declared = (await readProjectFile(reading))?.data['environments'];
  const names = typeof declared === 'object' && declared !== null ? Object.keys(declared) : [];
  return names.length === 0 ? [undefined] : names;
}

/** A path on one line. A line break in a name is possible, and must not hide what it names: the folder around it counts instead. */
function fromProject(path: string, project: string): string {
  let shown = path;
  while (/[\r\n]/.test(shown)) shown = `${posix.dirname(shown)}/`;
  const relative = posix.relative(project, shown);
  if (!shown.endsWith('/')) return relative === '' ? '.' : relative;
  return relative === '' ? './' : `${relative}/`;
}

/** Two environments find the same. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
