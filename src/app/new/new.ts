import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import { diskFiles } from '../../sources/index.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isWithin } from '../../types/files.ts';
import type { Project } from '../../types/project.ts';
import type { SourceText } from '../../types/source-text.ts';
import { openProject } from '../load.ts';
import { type Masking, maskingOfDocuments, maskingOfProject } from '../masking.ts';
import type { Ports } from '../options.ts';
import { guessColumns } from './columns/guess-columns.ts';
import { attributesDocument, type Compose, setDocument, tagsDocument } from './compose.ts';
import { type Existing, existingManifests } from './existing.ts';
import { type Sample, sampleFile } from './file/sample.ts';
import { Abandoned, type Guess } from './guess.ts';
import type { NewOptions } from './options.ts';
import { setName, slugOf, tagsIn } from './set-name.ts';
import { type ColumnRow, columnRows } from './table.ts';
import { COLUMN_FIELDS } from './words/field-words.ts';

export interface NewOutcome {
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  /** The files that were written, relative to the project folder, in the order of versions. */
  readonly files: readonly string[];
  readonly guesses: readonly Guess[];
  /** The guesses as a table, for the user to check. */
  readonly columns: readonly ColumnRow[];
  readonly rows: number;
  readonly name: string;
  readonly masking: Masking;
}

/**
 * Guesses a contact set from a data file, and writes its manifests. It overwrites nothing but `--out` with `--force`, and
 * writes nothing if there is an error.
 */
export async function newFromFile(options: NewOptions, ports: Ports): Promise<NewOutcome> {
  const opened = await openProject(options, ports);
  const diagnostics = [...opened.diagnostics];
  let sources: SourceText = (file) => opened.texts.get(file);
  let masking = maskingOfProject(opened.project, opened.env);
  const stopped = (): NewOutcome => ({
    ...{ exit: 1, diagnostics, sources, files: [], guesses: [], columns: [], rows: 0, name: '', masking },
  });
  const { project } = opened;
  if (project === undefined) return stopped();
  const existing = await existingManifests(
    project,
    options.out !== undefined && options.force ? portable(relative(project.folder, options.out)) : undefined,
  );
  sources = (file) => opened.texts.get(file) ?? existing.sources(file);
  masking = maskingOfDocuments({ project, env: opened.env, ...existing });
  diagnostics.push(...existing.diagnostics);
  const place = manifestPlace(options, project, existing);
  if ('code' in place) diagnostics.push(place);
  if (failed(diagnostics) || 'code' in place) return stopped();
  diagnostics.push(...(await fileFindings(options, project)));
  if (failed(diagnostics)) return stopped();

  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const manifestFile = place('set', 0);
  const written = portable(relative(resolve(project.folder, dirname(manifestFile)), options.file));
  const sample = await sampleFile(
    { written, manifestFile, folder: project.folder, shown: options.shown },
    diskFiles,
    report,
  );
  if (sample === undefined) return stopped();
  if (failed(diagnostics)) return stopped();
  if (sample.rows === 0) {
    diagnostics.push({
      code: 'nothing-to-guess',
      severity: 'error',
      summary: `${options.shown} has no rows`,
      help: 'export it with at least one',
    });
    return stopped();
  }
  try {
    const { name, ...named } = await setName(options, existing);
    if (named.finding !== undefined) diagnostics.push(named.finding);
    diagnostics.push(...columnFindings(options, sample));
    if (failed(diagnostics)) return stopped();
    const { guesses, preset, own } = await guessColumns(sample, existing, { ...options, report });
    if (failed(diagnostics)) return stopped();
    const from = `${sample.file} (${sample.complete ? '' : 'the first '}${sample.rows} rows)`;
    // In an export of interform the tags are live already; those of `--tag` may not be.
    const inFile = own ? options.tags : tagsIn(sample, guesses, options.tags);
    const tags = inFile.filter((tag) => !existing.tags.has(tag.toLowerCase()));
    const set = setDocument({
      ...{ name, role: options.role ?? 'user', tags: options.tags, preset, guesses },
      ...{ nulls: own ? [] : sample.nulls, format: sample.format },
      ...{ file: sample.file, from },
    });
    const first: Compose[] = [];
    if (guesses.some(({ declare }) => declare !== undefined)) first.push(attributesDocument(guesses, from));
    if (tags.length > 0) first.push(tagsDocument(tags));
    const texts = textsOf(slugOf(name), { first, set, together: options.out !== undefined, place });
    for (const [file, text] of texts) {
      const path = resolve(project.folder, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, {
        flag: options.out !== undefined && options.force ? 'w' : 'wx',
        mode: 0o644,
      });
    }
    return {
      exit: 0,
      diagnostics,
      sources,
      files: [...texts.keys()],
      guesses,
      columns: columnRows(guesses),
      rows: sample.rows,
      name,
      masking,
    };
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    diagnostics.push({
      code: 'interrupted',
      severity: 'error',
      summary: 'stopped before anything was written',
    });
    return stopped();
  }
}

function failed(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** The path of a new manifest, relative to the project folder. `index` counts the manifests from 0. */
type Place = (slug: string, index: number) => string;

function manifestPlace({ out }: NewOptions, project: Project, existing: Existing): Place | Diagnostic {
  if (out === undefined)
    return (slug, index) => posix.join(existing.folder, `${existing.prefix(index)}-${slug}.yaml`);
  const file = portable(relative(project.folder, out));
  const seen = project.manifests.some((folder) =>
    isWithin(posix.join(project.folder, folder), portable(out)),
  );
  if (seen && /\.ya?ml$/i.test(file)) return () => file;
  return {
    code: 'bad-flag-value',
    severity: 'error',
    summary: `--out ${file} is no manifest of this project`,
    help: `name a file that ends in .yaml below ${project.manifests.join(' or ')}`,
  };
}

async function fileFindings(
  { file, shown, out, force }: NewOptions,
  project: Project,
): Promise<Diagnostic[]> {
  const findings: Diagnostic[] = [];
  if (!(await isFile(file)) && !/[*?]/.test(shown)) {
    findings.push({
      code: 'missing-source',
      severity: 'error',
      summary: `there is no data file ${shown}`,
      help: 'the path is relative to the folder that you are in',
    });
  } else if (!isWithin(project.folder, portable(file))) {
    findings.push({
      code: 'source-outside',
      severity: 'error',
      summary: `${shown} is outside the project folder`,
      detail: 'data files are read from the project folder only, links included',
      help: 'copy it into the project, for example into a folder data beside the manifests, or name another project with -C',
    });
  }
  if (out !== undefined && !force && (await isFile(out))) {
    findings.push({
      code: 'manifest-exists',
      severity: 'error',
      summary: `${portable(relative(project.folder, out))} exists`,
      help: 'name another file, or replace it with --force',
    });
  }
  return findings;
}

/** Reports each `--column` that names an unknown field or column. */
function columnFindings({ columns }: NewOptions, sample: Sample): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [field, column] of columns) {
    const isField = COLUMN_FIELDS.includes(field);
    if (isField && (column === '' || sample.columns.some(({ name }) => name === column))) continue;
    const names = isField ? sample.columns.map(({ name }) => name) : COLUMN_FIELDS;
    findings.push({
      code: 'bad-flag-value',
      severity: 'error',
      summary: isField
        ? `the file has no column ${JSON.stringify(column)}`
        : `${field} is no field that --column takes`,
      help: `${isField ? 'columns' : 'fields'} are ${names.slice(0, 20).join(', ')}`,
    });
  }
  return findings;
}

/** The content of each file. With `--out` there is one file; otherwise attributes and tags come in a version before the set. */
function textsOf(
  slug: string,
  {
    first,
    set,
    together,
    place,
  }: { first: readonly Compose[]; set: Compose; together: boolean; place: Place },
): ReadonlyMap<string, string> {
  if (together) return fileOf(place(slug, 0), [...first, set]);
  if (first.length === 0) return fileOf(place(slug, 0), [set]);
  return new Map([...fileOf(place(`${slug}-attributes`, 0), first), ...fileOf(place(slug, 1), [set])]);
}

function fileOf(path: string, documents: readonly Compose[]): ReadonlyMap<string, string> {
  return new Map([[path, documents.map((compose) => compose(path)).join('---\n')]]);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function portable(path: string): string {
  return path.split(sep).join('/');
}
