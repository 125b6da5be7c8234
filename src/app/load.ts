import { resolve, sep } from 'node:path';
import { kinds } from '../kinds/index.ts';
import { combineVersions, createSchemas, loadManifests, loadProject } from '../manifest/index.ts';
import type { Schemas } from '../manifest/schemas.ts';
import { AddressSelection } from '../plan/address-selection.ts';
import { diskFiles, mappedRowsOf } from '../sources/index.ts';
import { address } from '../types/address.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Declaration, ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Files } from '../types/files.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RejectedRow } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { applyRules } from './apply-rules.ts';
import { createCatalog } from './catalog.ts';
import { hasErrors } from './group-diagnostics.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { readPackageFile } from './package.ts';

/** The text of a manifest by its path, for code frames. */
export type SourceText = (file: string) => string | undefined;

/** Everything that manifests say, before anything live is known. */
export interface Loaded {
  /** Undefined where the project itself is wrong. */
  readonly project: Project | undefined;
  /** The environment with what `.env` adds. */
  readonly env: Ports['env'];
  /** Kind name → its declarations, in order. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly digest: string;
  readonly version: string | null;
  readonly files: number;
  /** Rows that `on_bad_row: skip` left out so far; checking values may add more. */
  readonly rejected: readonly RejectedRow[];
  readonly sources: SourceText;
}

/** How the data files of a project are read. */
interface Reading {
  readonly files: Files;
  /** Milliseconds since the epoch, for `expect.max_age`. */
  readonly now?: (() => number) | undefined;
  /** Standard input where `--data NAME=-` gives it to this name. */
  readonly stdin?: ((name: string) => AsyncIterable<Uint8Array> | undefined) | undefined;
}

/** Reads the project file alone: what doctor and a loaded plan need. */
export function openProject(options: Omit<PlanningOptions, 'target' | 'exclude' | 'allow'>, ports: Ports) {
  return loadProject({
    folder: resolve(options.project).split(sep).join('/'),
    environment: options.environment,
    variables: options.variables,
    env: ports.env,
    files: diskFiles,
    schemas: schemas(),
  });
}

/** Text → declarations: reads, checks, interpolates, declares and combines versions. Nothing is thrown for a user's mistake. */
export async function loadDeclarations(options: PlanningOptions, ports: Ports): Promise<Loaded> {
  const opened = await openProject(options, ports);
  const { project } = opened;
  const nothing = { declared: new Map(), digest: '', version: null, files: 0, rejected: [] };
  const textOf = (texts: readonly ReadonlyMap<string, string>[]) => (file: string) =>
    texts.map((map) => map.get(file)).find((text) => text !== undefined);
  if (project === undefined) {
    return {
      ...nothing,
      project,
      env: opened.env,
      diagnostics: opened.diagnostics,
      sources: textOf([opened.texts]),
    };
  }
  const loaded = await declareManifests(project, { ...readingOf(options, ports), to: options.to });
  return {
    ...loaded,
    project,
    env: opened.env,
    diagnostics: [...opened.diagnostics, ...loaded.diagnostics],
    sources: textOf([opened.texts, loaded.texts]),
  };
}

/** What the manifests of a project declare, as these files have them. */
export async function declareManifests(
  project: Project,
  { to, files, now, stdin }: Reading & { readonly to?: string | undefined },
): Promise<
  Pick<Loaded, 'declared' | 'diagnostics' | 'digest' | 'version' | 'files' | 'rejected'> & {
    readonly texts: ReadonlyMap<string, string>;
  }
> {
  const loaded = await loadManifests({ project, files, schemas: schemas(), to });
  const diagnostics = [...loaded.diagnostics];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const rejected: RejectedRow[] = [];
  const declared = await declareAll(loaded.documents, { project, files, now, stdin, report, rejected });
  return {
    declared,
    diagnostics,
    digest: loaded.digest,
    version: loaded.version,
    files: loaded.count,
    rejected,
    texts: loaded.texts,
  };
}

/** Checks that need no network, against a catalog of what is declared. */
export function checkOffline(
  loaded: Loaded,
  catalog: Catalog = createCatalog({
    online: false,
    timezone: loaded.project?.workspace.timezone ?? 'UTC',
  }),
): readonly Diagnostic[] {
  const diagnostics = [...loaded.diagnostics];
  for (const kind of kinds) {
    kind.check(loaded.declared.get(kind.name) ?? [], catalog, (diagnostic) => diagnostics.push(diagnostic));
  }
  return applyRules(diagnostics, loaded.project?.rules);
}

/**
 * `--target` and `--exclude` that match nothing of what is declared; nothing where a mistake may be why. What only the live
 * state tells is not held against them: leads to merge and people to prune.
 */
export function unmatchedGlobs(
  selection: AddressSelection,
  declared: ReadonlyMap<string, readonly Declaration[]>,
  { catalog, diagnostics }: { readonly catalog: Catalog; readonly diagnostics: readonly Diagnostic[] },
): readonly Diagnostic[] {
  if (hasErrors(diagnostics)) return [];
  for (const list of declared.values()) for (const { address } of list) selection.selects(address);
  for (const [key, { set }] of catalog.ownerTags) {
    selection.selects(address('tag', key));
    selection.mayHold(`${address('contact', set)}/`);
  }
  const merges = declared.get('merge') ?? [];
  if (merges.some(({ cells }) => !cells.has('from.id'))) selection.mayHold('merge/');
  return selection.unmatched();
}

let shipped: Schemas | undefined;

/** The schemas that ship with the package, compiled once a process: compiling takes longer than a small plan. */
function schemas(): Schemas {
  shipped ??= createSchemas((file) => readPackageFile(`schemas/${file}`), kinds);
  return shipped;
}

type Declaring = Reading & {
  readonly project: Project;
  readonly report: DeclareContext['report'];
  readonly rejected: RejectedRow[];
};

function declareContext({ project, files, now, stdin, report, rejected }: Declaring): DeclareContext {
  let order = 0;
  return {
    report,
    nextOrder: () => order++,
    rows: (document, path, fields) =>
      mappedRowsOf(document, path, fields, {
        folder: project.folder,
        files,
        report,
        ...(now === undefined ? {} : { now }),
        ...(stdin === undefined ? {} : { stdin }),
      }),
    reject: (row) => void rejected.push(row),
  };
}

async function declareAll(
  documents: readonly ManifestDocument[],
  declaring: Declaring,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  return declareDocuments(documents, declareContext(declaring));
}

/** Declares documents of any kinds and combines their versions. */
async function declareDocuments(
  documents: readonly ManifestDocument[],
  context: DeclareContext,
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const found: Declaration[] = [];
  for (const document of documents) {
    const kind = kinds.find((candidate) => candidate.manifest === document.kind);
    if (kind !== undefined)
      for (const declaration of await kind.declare(document, context)) found.push(declaration);
  }
  const revisable = new Set(kinds.filter((kind) => kind.revisable).map((kind) => kind.name));
  const combined = combineVersions(found, revisable);
  for (const diagnostic of combined.diagnostics) context.report(diagnostic);
  const declared = new Map<string, Declaration[]>(kinds.map((kind) => [kind.name, []]));
  for (const declaration of combined.declarations) declared.get(declaration.kind)?.push(declaration);
  return declared;
}

/** What a survey of the manifests found, without keeping what they declare. */
export interface SurveyedManifests extends Omit<Loaded, 'digest'> {
  /** Kind name → how many items are declared. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Reads and checks all manifests offline. Kinds that can be surveyed keep only the declarations that findings are about, so
 * that a million rows are checked in flat memory.
 */
export async function surveyManifests(options: PlanningOptions, ports: Ports): Promise<SurveyedManifests> {
  const opened = await openProject(options, ports);
  const { project, env } = opened;
  const diagnostics = [...opened.diagnostics];
  const counts: Record<string, number> = Object.fromEntries(kinds.map((kind) => [kind.name, 0]));
  const found = { project, env, counts, declared: new Map(), version: null, files: 0, rejected: [] };
  if (project === undefined) return { ...found, diagnostics, sources: (file) => opened.texts.get(file) };
  const loaded = await loadManifests({ project, files: diskFiles, schemas: schemas(), to: options.to });
  diagnostics.push(...loaded.diagnostics);
  const rejected: RejectedRow[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const selection = new AddressSelection(options);
  const context: DeclareContext = {
    ...declareContext({ ...readingOf(options, ports), project, report, rejected }),
    seen: (address) => void selection.selects(address),
  };
  const surveyed = new Set(kinds.filter((kind) => kind.survey !== undefined).map((kind) => kind.manifest));
  const declared = new Map(
    await declareDocuments(
      loaded.documents.filter(({ kind }) => !surveyed.has(kind)),
      context,
    ),
  );
  const catalog = createCatalog({ online: false, timezone: project.workspace.timezone ?? 'UTC' });
  for (const kind of kinds) {
    if (kind.survey === undefined) {
      const own = declared.get(kind.name) ?? [];
      counts[kind.name] = own.length;
      kind.check(own, catalog, report);
      continue;
    }
    const documents = loaded.documents.filter((document) => document.kind === kind.manifest);
    const { count, reported } = await kind.survey(documents, catalog, context);
    counts[kind.name] = count;
    declared.set(kind.name, reported);
  }
  diagnostics.push(...unmatchedGlobs(selection, declared, { catalog, diagnostics }));
  return {
    project,
    env,
    counts,
    declared,
    diagnostics: applyRules(diagnostics, project.rules),
    version: loaded.version,
    files: loaded.count,
    rejected,
    sources: (file) => opened.texts.get(file) ?? loaded.texts.get(file),
  };
}

function readingOf(options: PlanningOptions, ports: Ports): Reading {
  return {
    files: diskFiles,
    now: ports.now,
    stdin: (name) => (options.data?.has(name) ? ports.stdin?.() : undefined),
  };
}
