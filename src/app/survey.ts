import { kinds } from '../kinds/index.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import { AddressSelection } from '../plan/address-selection.ts';
import type { DeclaredSet } from '../types/catalog.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { DeclareContext } from '../types/kind.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { applyRules } from './apply-rules.ts';
import { createCatalog } from './catalog.ts';
import { declareContext, declareDocuments, type Reading } from './declare.ts';
import { FoundDiagnostics, hasErrors } from './group-diagnostics.ts';
import { offeredBy } from './offered.ts';
import type { PlanningOptions } from './options.ts';
import { RejectedRows, type Rejects } from './rejected-rows.ts';
import { withAllReasons } from './rejects.ts';
import { unmatchedGlobs } from './unmatched-globs.ts';

/** What a survey of manifests found, without keeping what they declare. */
export interface Surveyed {
  /** Kind name → how many items are declared. */
  readonly counts: Readonly<Record<string, number>>;
  /** What findings are about. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly diagnostics: readonly Diagnostic[];
  readonly rejected: Rejects;
  readonly contactSets: readonly DeclaredSet[];
  /** How many rows each reading of a data file came to. */
  readonly read: ReadonlyMap<RowLayout, number>;
}

/**
 * Declares and checks manifests offline. Kinds that can be surveyed keep only the declarations that findings are about, so
 * that a million rows are checked in flat memory.
 */
export async function survey(
  manifests: LoadedManifests,
  project: Project,
  reading: Reading,
  filters: Pick<PlanningOptions, 'target' | 'exclude' | 'files' | 'owners'> = { target: [], exclude: [] },
): Promise<Surveyed> {
  const found = new FoundDiagnostics();
  for (const diagnostic of manifests.diagnostics) found.add(diagnostic);
  const counts: Record<string, number> = Object.fromEntries(kinds.map((kind) => [kind.name, 0]));
  const rejected = new RejectedRows();
  const contactSets: DeclaredSet[] = [];
  const read = new Map<RowLayout, number>();
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  const selection = new AddressSelection({ ...filters, always: project.exclude });
  const context: DeclareContext = {
    ...declareContext({ ...reading, project, report, rejected, contactSets, read }),
    seen: (address) => void selection.selects(address, []),
  };
  const surveyed = new Set(kinds.filter((kind) => kind.survey !== undefined).map((kind) => kind.manifest));
  const declared: Map<string, readonly Declaration[]> = new Map(
    await declareDocuments(
      manifests.documents.filter(({ kind }) => !surveyed.has(kind)),
      context,
    ),
  );
  const timezone = project.workspace.timezone ?? 'UTC';
  const catalog = createCatalog({ online: false, timezone, project, sets: contactSets });
  for (const kind of kinds) {
    if (kind.survey === undefined) {
      const own = declared.get(kind.name) ?? [];
      counts[kind.name] = own.length;
      kind.check(own, catalog, report);
      continue;
    }
    const documents = manifests.documents.filter((document) => document.kind === kind.manifest);
    const { count, reported } = await kind.survey(documents, catalog, context);
    counts[kind.name] = count;
    declared.set(kind.name, reported);
  }
  const complete = withAllReasons(rejected, catalog, report);
  const sofar = found.all();
  const offered = offeredBy(manifests, project, read);
  const facts = { catalog, diagnostics: sofar, project };
  for (const unmatched of unmatchedGlobs(selection, { declared, offered }, facts)) found.add(unmatched);
  if (!hasErrors(sofar)) for (const unread of reading.unread?.() ?? []) found.add(unread);
  const diagnostics = found.all();
  return {
    counts,
    declared,
    diagnostics: applyRules(diagnostics, project.rules),
    rejected: complete,
    contactSets,
    read,
  };
}
