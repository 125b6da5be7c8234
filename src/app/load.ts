import { kinds } from '../kinds/index.ts';
import { loadManifests, loadProject } from '../manifest/index.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import { AddressSelection } from '../plan/address-selection.ts';
import type { Offered } from '../plan/filter-criteria.ts';
import { knownAddresses } from '../plan/known-addresses.ts';
import { diskFiles, sourceBytes } from '../sources/index.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import type { Declaration, Origin } from '../types/declaration.ts';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { applyRules } from './apply-rules.ts';
import { createCatalog } from './catalog.ts';
import {
  type Declaring,
  declareContext,
  declareDocuments,
  projectFolder,
  type Reading,
  readingOf,
  schemas,
} from './declare.ts';
import { FoundDiagnostics, hasErrors } from './group-diagnostics.ts';
import { guardScopeFindings } from './guard-scopes.ts';
import { declaredLater } from './later.ts';
import { offeredBy } from './offered.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { overlooksOf } from './overlooks.ts';
import { allDeclarations, deaf } from './planning/declared-people.ts';
import { PeopleSurvey, type SurveyedPeople } from './planning/people-survey.ts';
import { noRejects, RejectedRows, type Rejects } from './rejected-rows.ts';
import { type Surveyed, survey } from './survey.ts';
import { variableFindings } from './variable-findings.ts';

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
  /** Contact set → the documents that declare it, those of sets included that nobody is in. */
  readonly sets: ReadonlyMap<string, readonly Origin[]>;
  /** What `--file` and `--owner` may name. */
  readonly offered: Offered;
  /** Rows that `on_bad_row: skip` left out so far; checking values may add more. */
  readonly rejected: Rejects;
  /** Every contact set, those that declare nobody too. */
  readonly contactSets: readonly DeclaredSet[];
  /** How many rows each reading of a data file came to. */
  readonly read: ReadonlyMap<RowLayout, number>;
  readonly sources: SourceText;
  /** Undefined without `--to`. */
  readonly later?: LaterDeclared | undefined;
  /** The people, where they are too many to be held: then `declared` holds none of them. */
  readonly streamed?: StreamedPeople;
  /** True where large data files have errors: all findings are there, and `declared` holds what they are about. */
  readonly refused?: true;
}

/** People who are read again whenever they are needed. */
export interface StreamedPeople {
  readonly surveyed: SurveyedPeople;
  /** What is declared of everything else, and what rows refer to. */
  readonly catalog: Catalog;
  /** All that is known to be wrong before anything live is read; no errors. */
  readonly checked: readonly Diagnostic[];
  /** For another reading: says nothing, takes the rows that are left out and counts those of files. */
  contextOf(taking: Pick<Declaring, 'rejected' | 'read' | 'contactSets'>): DeclareContext;
  /** Them all, in batches. */
  declarations(): AsyncIterable<readonly Declaration[]>;
}

/** Reads the project file alone: what doctor and a loaded plan need. */
export function openProject(options: Omit<PlanningOptions, 'target' | 'exclude' | 'allow'>, ports: Ports) {
  return loadProject({
    folder: projectFolder(options),
    environment: options.environment,
    variables: options.variables,
    env: ports.env,
    files: diskFiles,
    schemas: schemas(),
  });
}

/** How the people of a project are read that are too many to be held. */
export interface Streaming {
  /** Whether they may be read again and again instead. */
  readonly streams?: boolean;
  /** They are read so, however few there are: so many are planned together. */
  readonly partRows?: number | undefined;
}

/** Text → declarations: reads, checks, interpolates, declares and combines versions. Nothing is thrown for a user's mistake. */
export async function loadDeclarations(
  options: PlanningOptions,
  ports: Ports,
  { streams = false, partRows }: Streaming = {},
): Promise<Loaded> {
  const opened = await openProject(options, ports);
  const { project } = opened;
  const nothing = {
    ...{ declared: new Map(), sets: new Map(), digest: '', version: null, files: 0 },
    ...{ rejected: noRejects, contactSets: [], read: new Map(), offered: { files: [], teams: [] } },
  };
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
  const overlooks = overlooksOf(options, project);
  const from = { project, files: diskFiles, schemas: schemas(), overlooks };
  const manifests = await loadManifests({ ...from, to: options.to });
  const { version, count } = manifests;
  const common = { project, env: opened.env, sources: textOf([opened.texts, manifests.texts]) };
  const reading = { ...readingOf(options, ports), overlooks };
  const later = options.to === undefined ? undefined : await declaredLater(manifests, project, reading);
  const scopes = guardScopeFindings(project, {
    documents: manifests.documents,
    partial: options.to !== undefined,
  });
  const bytes = await bytesOfSources(manifests, project, reading);
  const streamed = streams && (partRows !== undefined || bytes > mostHeldBytes);
  if (streamed || bytes > largeBytes) {
    const selection = new AddressSelection(
      streamed
        ? { ...options, always: project.exclude }
        : { target: [], exclude: [], always: project.exclude },
    );
    const watch = streamed
      ? new PeopleSurvey(
          manifests.documents.filter(({ kind }) => kind === 'ContactSet'),
          { selection, known: knownAddresses(options) },
        )
      : undefined;
    const surveyed = await survey(manifests, project, reading, { selection, later, ...(watch && { watch }) });
    const { diagnostics, declaring, declared, rejected, contactSets, read, catalog } = surveyed;
    const { digest } = manifests;
    const found = {
      ...common,
      declared,
      sets: setOrigins(manifests),
      offered: offeredBy(manifests, project, read),
      rejected,
      contactSets,
      read,
      digest,
      version,
      files: count,
    };
    if (hasErrors(diagnostics) && bytes > largeBytes)
      return { ...found, diagnostics: [...opened.diagnostics, ...diagnostics], refused: true };
    // Of fewer rows all is told at once.
    if (watch !== undefined && !hasErrors(diagnostics)) {
      const contextOf: StreamedPeople['contextOf'] = (taking) =>
        declareContext({
          ...{ ...reading, project, documents: manifests.documents, report: changedSince(declaring) },
          ...taking,
        });
      const surveyedPeople = watch.end();
      return {
        ...found,
        later,
        diagnostics: [...opened.diagnostics, ...declaring, ...scopes],
        streamed: {
          surveyed: surveyedPeople,
          catalog,
          checked: [...opened.diagnostics, ...diagnostics, ...scopes],
          contextOf,
          declarations: () => allDeclarations(surveyedPeople.sets, contextOf(deaf())),
        },
      };
    }
  }
  const loaded = await declareAll(manifests, project, reading);
  const diagnostics = [...opened.diagnostics, ...loaded.diagnostics, ...scopes];
  return { ...common, ...loaded, later, diagnostics };
}

/** Reading rows again says nothing new, unless a file is not what it was. */
function changedSince(before: readonly Diagnostic[]): Report {
  const known = new Set(before.map(({ code }) => code));
  return (found) => {
    if (found.severity !== 'error' || known.has(found.code)) return;
    throw new EndingError({
      ...found,
      code: 'source-changed',
      detail: `it could be read before: data files are read more than once. ${found.detail ?? ''}`.trim(),
    });
  };
}

type Declared = Pick<
  Loaded,
  | 'declared'
  | 'sets'
  | 'contactSets'
  | 'offered'
  | 'diagnostics'
  | 'digest'
  | 'version'
  | 'files'
  | 'rejected'
  | 'read'
> &
  Pick<LoadedManifests, 'texts'>;

/** What the manifests of a project declare, as these files have them. */
export async function declareManifests(
  project: Project,
  { to, ...reading }: Reading & { readonly to?: readonly string[] | undefined },
): Promise<Declared> {
  return declareAll(
    await loadManifests({ project, files: reading.files, schemas: schemas(), to }),
    project,
    reading,
  );
}

/** What the versions that `to` leaves out declare, as these files have them; undefined without `to`. */
export async function laterManifests(
  project: Project,
  { to, files }: Pick<Reading, 'files'> & { readonly to: readonly string[] | undefined },
): Promise<LaterDeclared | undefined> {
  if (to === undefined) return undefined;
  return declaredLater(await loadManifests({ project, files, schemas: schemas(), to }), project, { files });
}

async function declareAll(manifests: LoadedManifests, project: Project, reading: Reading): Promise<Declared> {
  const found = new FoundDiagnostics();
  for (const diagnostic of manifests.diagnostics) found.add(diagnostic);
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  const rejected = new RejectedRows();
  const contactSets: DeclaredSet[] = [];
  const read = new Map<RowLayout, number>();
  const context = declareContext({ ...reading, project, report, rejected, contactSets, read });
  const declared = await declareDocuments(manifests.documents, context);
  if (!hasErrors(found.all())) for (const unread of reading.unread?.() ?? []) found.add(unread);
  const { digest, version, count, texts } = manifests;
  const told = { sets: setOrigins(manifests), offered: offeredBy(manifests, project, read) };
  return {
    declared,
    ...told,
    contactSets,
    diagnostics: found.all(),
    digest,
    version,
    files: count,
    rejected,
    read,
    texts,
  };
}

function setOrigins({ documents }: LoadedManifests): Loaded['sets'] {
  const sets = documents.filter(({ kind }) => kind === 'ContactSet');
  return new Map(sets.map(({ data, origins }) => [String(data['name']), origins]));
}

/** Above so many bytes of data files it is found out first whether anything is wrong, before their rows are kept. */
const largeBytes = 32 * 1024 * 1024;

/** Above so many bytes of data files the people in them are not held: there may be a thousand for a hundred kilobytes. */
const mostHeldBytes = 512 * 1024;

async function bytesOfSources(
  { documents }: LoadedManifests,
  { folder }: Project,
  { files, stdin }: Reading,
): Promise<number> {
  const context = { folder, files, report: () => {}, ...(stdin === undefined ? {} : { stdin }) };
  let bytes = 0;
  for (const document of documents) bytes += await sourceBytes(document, context);
  return bytes;
}

/** Checks that need no network, against a catalog of what is declared. */
export function checkOffline(
  loaded: Loaded,
  catalog: Catalog = createCatalog({
    online: false,
    timezone: loaded.project?.workspace.timezone ?? 'UTC',
    later: loaded.later,
    project: loaded.project,
    sets: loaded.contactSets,
  }),
): readonly Diagnostic[] {
  if (loaded.refused) return loaded.diagnostics;
  if (loaded.streamed !== undefined) return applyRules(loaded.streamed.checked, loaded.project?.rules);
  const found = new FoundDiagnostics();
  for (const kind of kinds) {
    kind.check(loaded.declared.get(kind.name) ?? [], catalog, (diagnostic) => found.add(diagnostic));
  }
  return applyRules([...loaded.diagnostics, ...found.all()], loaded.project?.rules);
}

/** What a survey of a project found. */
export type SurveyedManifests = Omit<Loaded, 'digest'> & Pick<Surveyed, 'counts'>;

/** Reads and checks all manifests offline, in flat memory. */
export async function surveyManifests(options: PlanningOptions, ports: Ports): Promise<SurveyedManifests> {
  const opened = await openProject(options, ports);
  const { project, env } = opened;
  const diagnostics = [...opened.diagnostics];
  const counts = Object.fromEntries(kinds.map((kind) => [kind.name, 0]));
  const found = {
    project,
    env,
    counts,
    declared: new Map(),
    sets: new Map(),
    offered: { files: [], teams: [] },
    version: null,
    files: 0,
    rejected: noRejects,
    contactSets: [],
    read: new Map(),
  };
  if (project === undefined) return { ...found, diagnostics, sources: (file) => opened.texts.get(file) };
  const overlooks = overlooksOf(options, project);
  const from = { project, files: diskFiles, schemas: schemas(), overlooks };
  const manifests = await loadManifests({ ...from, to: options.to });
  const reading = { ...readingOf(options, ports), overlooks };
  const surveyed = await survey(manifests, project, reading, {
    selection: new AddressSelection({ ...options, always: project.exclude }),
  });
  const foreseen: Diagnostic[] = [];
  for (const kind of kinds)
    kind.foresee?.(surveyed.declared.get(kind.name) ?? [], (diagnostic) => foreseen.push(diagnostic));
  foreseen.push(
    ...(await variableFindings({
      project,
      manifests,
      options,
      env,
      open: (other) => openProject(other, ports),
    })),
  );
  return {
    ...surveyed,
    sets: setOrigins(manifests),
    offered: offeredBy(manifests, project, surveyed.read),
    project,
    env,
    diagnostics: [
      ...applyRules([...diagnostics, ...foreseen], project.rules),
      ...surveyed.diagnostics,
      ...guardScopeFindings(project, { documents: manifests.documents, partial: options.to !== undefined }),
    ],
    version: manifests.version,
    files: manifests.count,
    sources: (file) => opened.texts.get(file) ?? manifests.texts.get(file),
  };
}
