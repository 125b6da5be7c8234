import { contactSetsAmong } from '../kinds/declared/sets.ts';
import { kinds } from '../kinds/index.ts';
import { loadManifests, loadProject } from '../manifest/index.ts';
import { AddressSelection } from '../plan/selection/address-selection.ts';
import { knownAddresses } from '../plan/selection/known-addresses.ts';
import { diskFiles } from '../sources/index.ts';
import type { Catalog } from '../types/catalog.ts';
import type { ManifestDocument } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { applyRules } from './apply-rules.ts';
import { createCatalog } from './catalog.ts';
import { projectFolder, readingOf, schemas } from './declare.ts';
import { declareAll, setOrigins } from './declare-manifests.ts';
import { FoundDiagnostics, hasErrors } from './group-diagnostics.ts';
import { guardScopeFindings } from './guard-scopes.ts';
import { declaredLater } from './later.ts';
import type { Loaded } from './loaded.ts';
import { offeredBy } from './offered.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { overlooksOf } from './overlooks.ts';
import { PeopleSurvey } from './planning/people-survey.ts';
import { bytesOfSources, LARGE_BYTES, MOST_HELD_BYTES, streamedPeople } from './planning/streamed-people.ts';
import { noRejects } from './rejected-rows.ts';
import { survey } from './survey.ts';

/** Reads only the project file, which is enough for doctor and for a loaded plan. */
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

/** How to read a project with too many contacts to keep in memory. */
export interface Streaming {
  /** Whether contacts may be read repeatedly instead. */
  readonly streams?: boolean;
  /** For tests: plans this many rows together, and streams even a few. */
  readonly partRows?: number | undefined;
}

/**
 * From text to declarations: reads, checks and declares manifests, fills in variables and combines versions. It does not throw
 * for mistakes in manifests.
 */
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
  const bytes = await bytesOfSources(manifests.documents, project, reading);
  const streamed =
    streams && (partRows !== undefined || bytes > MOST_HELD_BYTES || carriesAny(manifests.documents));
  if (streamed || bytes > LARGE_BYTES) {
    const selection = new AddressSelection(
      streamed
        ? { ...options, always: project.exclude }
        : { target: [], exclude: [], always: project.exclude },
    );
    const watch = streamed
      ? new PeopleSurvey(contactSetsAmong(manifests.documents), { selection, known: knownAddresses(options) })
      : undefined;
    const surveyed = await survey(manifests, project, reading, { selection, later, ...(watch && { watch }) });
    const { diagnostics, declaring, declared, rejected, contactSets, read } = surveyed;
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
    if (hasErrors(diagnostics) && bytes > LARGE_BYTES)
      return { ...found, diagnostics: [...opened.diagnostics, ...diagnostics], refused: true };
    // If there are errors and few rows, everything is declared below, which reports all errors together.
    if (watch !== undefined && !hasErrors(diagnostics)) {
      return {
        ...found,
        later,
        diagnostics: [...opened.diagnostics, ...declaring, ...scopes],
        streamed: streamedPeople(watch.end(), {
          ...{ ...reading, project, documents: manifests.documents, found: surveyed },
          checked: [...opened.diagnostics, ...diagnostics, ...scopes],
        }),
      };
    }
  }
  const loaded = await declareAll(manifests, project, reading);
  const diagnostics = [...opened.diagnostics, ...loaded.diagnostics, ...scopes];
  return { ...common, ...loaded, later, diagnostics };
}

/** Whether contacts that no manifest declares may change: they are read page by page, as those of large files are. */
function carriesAny(documents: readonly ManifestDocument[]): boolean {
  return documents.some((document) =>
    kinds.some((kind) => kind.manifest === document.kind && kind.carries?.(document) === true),
  );
}

/** Does the checks that need no network, with a catalog of what is declared. */
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
