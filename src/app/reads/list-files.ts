import { existsSync } from 'node:fs';
import { posix, resolve, sep } from 'node:path';
import { PROJECT_FILE } from '../../manifest/discover.ts';
import { loadManifests, readProjectFile } from '../../manifest/index.ts';
import { diskFiles, sourceFiles } from '../../sources/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { SourceText } from '../../types/source-text.ts';
import { schemas } from '../declare.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { openProject } from '../load.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { ReadPaths, realPath } from './links.ts';

export interface ListedFiles {
  /**
   * Relative to the project folder, with `/`; `folder/` stands for everything below it. Empty when there is an error, because
   * then it is not known what the project reads.
   */
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
}

/**
 * Lists every path in the checkout whose change may change a plan of this project, including paths that do not exist yet:
 *
 *     the project file, .env        even where they are missing
 *     manifest folders, the store   everything below
 *     the data files of sources     even in versions that --to leaves out; for a pattern, the folder that it searches
 *     links on the way to any       and their targets; submodules
 *     .gitattributes beside or above any, since they change how git writes files
 *
 * It covers all environments, unless the options name one. Rows of data files are not read.
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

/** The same rule as the search for manifests. */
function isEnteredForManifests(name: string): boolean {
  return !name.startsWith('.') && name !== 'node_modules';
}

/**
 * The outermost git checkout that contains the folder, since an inner one may be a submodule; the folder itself where there is
 * none.
 */
function checkoutOf(folder: string): string {
  let highest = folder;
  for (let at = folder; ; at = posix.dirname(at)) {
    if (existsSync(posix.join(at, '.git'))) highest = at;
    if (at === posix.dirname(at)) return highest;
  }
}

/** [undefined] for a project without environments, or with an invalid file, which is reported when it is opened. */
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

/** A path relative to the project, on one line. If a name contains a line break, the folder around it is listed instead. */
function fromProject(path: string, project: string): string {
  let shown = path;
  while (/[\r\n]/.test(shown)) shown = `${posix.dirname(shown)}/`;
  const relative = posix.relative(project, shown);
  if (!shown.endsWith('/')) return relative === '' ? '.' : relative;
  return relative === '' ? './' : `${relative}/`;
}

/** Several environments have the same findings. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
