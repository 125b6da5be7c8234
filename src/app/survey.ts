import { kinds } from '../kinds/index.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { AddressSelection } from '../plan/selection/address-selection.ts';
import type { Catalog, DeclaredSet, LaterDeclared } from '../types/catalog.ts';
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
import { checkProgress } from './reading-progress.ts';
import { RejectedRows, type Rejects } from './rejected-rows.ts';
import { withAllReasons } from './rejects.ts';
import { unmatchedGlobs } from './unmatched-globs.ts';

/** The result of surveying manifests, without most of what they declare. */
export interface ManifestSurvey {
  /** Kind name → how many items are declared. */
  readonly counts: Readonly<Record<string, number>>;
  /** Only the declarations that findings are about. */
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly diagnostics: readonly Diagnostic[];
  /** Of `diagnostics` those of declaring, without those of checking; before the rules of the project are applied. */
  readonly declaring: readonly Diagnostic[];
  /** What other kinds declare, and what declarations refer to. */
  readonly catalog: Catalog;
  readonly rejected: Rejects;
  readonly contactSets: readonly DeclaredSet[];
  /** The number of rows of each data file that was read. */
  readonly read: ReadonlyMap<RowLayout, number>;
}

interface SurveyOptions {
  /** Is shown the addresses of all declarations. */
  readonly selection?: AddressSelection;
  /** Called with contact sets and their declarations, in order. With it, the survey does not report flags that match nothing. */
  readonly watch?: SurveyWatch;
  readonly later?: LaterDeclared | undefined;
}

/** Is called with what a survey sees. */
export interface SurveyWatch {
  /** Called before the declarations of a set; `declared`: those of kinds that are kept in memory. */
  set(set: DeclaredSet, declared: ReadonlyMap<string, readonly Declaration[]>): void;
  declaration(declaration: Declaration): void;
}

/**
 * Declares and checks manifests offline. Of kinds that have a `survey` it keeps only the declarations that findings are about,
 * so that memory does not grow with the number of rows.
 */
export async function survey(
  manifests: LoadedManifests,
  project: Project,
  reading: Reading,
  { selection, watch, later }: SurveyOptions = {},
): Promise<ManifestSurvey> {
  const found = new FoundDiagnostics();
  const declaring = new FoundDiagnostics();
  for (const diagnostic of manifests.diagnostics) {
    found.add(diagnostic);
    declaring.add(diagnostic);
  }
  const counts: Record<string, number> = Object.fromEntries(kinds.map((kind) => [kind.name, 0]));
  const rejected = new RejectedRows();
  const contactSets: DeclaredSet[] = [];
  const read = new Map<RowLayout, number>();
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  const { documents } = manifests;
  const declared: Map<string, readonly Declaration[]> = new Map();
  const own = declareContext({
    ...{ ...reading, project, rejected, contactSets, read, documents },
    passed: checkProgress(reading.progress),
    report: (diagnostic) => {
      found.add(diagnostic);
      declaring.add(diagnostic);
    },
  });
  const context: DeclareContext = {
    ...own,
    checked: report,
    comparesSets: watch === undefined,
    set: (set) => {
      own.set(set);
      watch?.set(set, declared);
    },
    seen: (declaration) => {
      selection?.selects(declaration.address, []);
      watch?.declaration(declaration);
    },
  };
  const surveyed = new Set(kinds.filter((kind) => kind.survey !== undefined).map((kind) => kind.manifest));
  const small = documents.filter(({ kind }) => !surveyed.has(kind));
  for (const [kind, list] of await declareDocuments(small, context)) declared.set(kind, list);
  const timezone = project.workspace.timezone ?? 'UTC';
  const catalog = createCatalog({ online: false, timezone, later, project, sets: contactSets });
  for (const kind of kinds) {
    if (kind.survey === undefined) {
      const items = declared.get(kind.name) ?? [];
      counts[kind.name] = items.length;
      kind.check(items, catalog, report);
      continue;
    }
    const large = documents.filter((document) => document.kind === kind.manifest);
    const { count, reported } = await kind.survey(large, catalog, context);
    counts[kind.name] = count;
    declared.set(kind.name, reported);
  }
  const complete = withAllReasons(rejected, catalog, report);
  const sofar = found.all();
  const offered = offeredBy(manifests, project, read);
  const facts = { catalog, diagnostics: sofar, project };
  if (selection !== undefined && watch === undefined)
    for (const unmatched of unmatchedGlobs(selection, { declared, offered }, facts)) found.add(unmatched);
  if (!hasErrors(sofar)) for (const unread of reading.unread?.() ?? []) found.add(unread);
  const diagnostics = found.all();
  return {
    counts,
    declared,
    diagnostics: applyRules(diagnostics, project.rules),
    declaring: declaring.all(),
    catalog,
    rejected: complete,
    contactSets,
    read,
  };
}
