import { kinds } from '../../kinds/index.ts';
import { loadManifests } from '../../manifest/index.ts';
import type { LoadedManifests } from '../../manifest/load-manifests.ts';
import { AddressSelection } from '../../plan/selection/address-selection.ts';
import { diskFiles } from '../../sources/index.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { DictionaryObject } from '../../types/generated.ts';
import type { Project } from '../../types/project.ts';
import type { SourceText } from '../../types/source-text.ts';
import { applyRules } from '../apply-rules.ts';
import { createCatalog } from '../catalog.ts';
import { declareDocuments, schemas } from '../declare.ts';
import { groupDiagnostics, hasErrors } from '../group-diagnostics.ts';
import { openProject } from '../load.ts';
import { type Masking, maskingOfDocuments, maskingOfProject } from '../masking.ts';
import { offeredBy } from '../offered.ts';
import type { PlanningOptions, Ports } from '../options.ts';
import { behindDeclaration } from '../origins.ts';
import { overlooksOf } from '../overlooks.ts';
import { rowlessContext } from '../rowless-context.ts';
import { dictionaryOf } from './dictionary.ts';

/** What manifests declare, as far as kinds describe it. */
export interface DescribedManifests {
  readonly objects: readonly DictionaryObject[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly masking: Masking;
}

/**
 * Reads and checks the manifests of the kinds that describe something, and what all others say of who fills it. It reads no rows
 * of data files: they may be absent where the dictionary is made or checked, and must not change it.
 */
export async function describeManifests(options: PlanningOptions, ports: Ports): Promise<DescribedManifests> {
  const { project, env, diagnostics, texts } = await openProject(options, ports);
  if (project === undefined) {
    const sources: SourceText = (file) => texts.get(file);
    return { objects: [], diagnostics, sources, masking: maskingOfProject(project, env) };
  }
  const manifests = await loadManifests({
    ...{ project, files: diskFiles, schemas: schemas() },
    to: options.to,
    overlooks: overlooksOf(options, project),
  });
  const { documents } = manifests;
  const sources: SourceText = (file) => texts.get(file) ?? manifests.texts.get(file);
  const checked = await checkedDeclarations(manifests, project);
  const found = applyRules([...diagnostics, ...manifests.diagnostics, ...checked.diagnostics], project.rules);
  const selected = selectedOf(checked.declared, options, { manifests, project });
  const all = hasErrors(found) ? found : [...found, ...selected.unmatched];
  return {
    objects: dictionaryOf(selected.declared, documents),
    diagnostics: groupDiagnostics(all),
    sources,
    masking: maskingOfDocuments({ project, env, diagnostics: all, sources, documents }),
  };
}

type Declared = ReadonlyMap<string, readonly Declaration[]>;

/** What the describing kinds declare, with every error in it. Warnings are for whoever validates or plans. */
async function checkedDeclarations(
  { documents }: LoadedManifests,
  project: Project,
): Promise<{ readonly declared: Declared; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => {
    if (diagnostic.severity === 'error') diagnostics.push(diagnostic);
  };
  const describing = kinds.filter(({ generating }) => generating?.describe !== undefined);
  const names = new Set(describing.map(({ manifest }) => manifest));
  const declared = await declareDocuments(
    documents.filter(({ kind }) => names.has(kind)),
    rowlessContext(report),
  );
  const timezone = project.workspace.timezone ?? 'UTC';
  const catalog = createCatalog({ online: false, timezone, project });
  for (const kind of describing) {
    const items = declared.get(kind.name) ?? [];
    kind.check(items, catalog, report);
    kind.foresee?.(items, report);
  }
  return { declared, diagnostics };
}

/** What the flags select, and an error for each flag that matches nothing. */
function selectedOf(
  declared: Declared,
  options: PlanningOptions,
  { manifests, project }: { readonly manifests: LoadedManifests; readonly project: Project },
): { readonly declared: Declared; readonly unmatched: readonly Diagnostic[] } {
  const selection = new AddressSelection({ ...options, always: project.exclude });
  const selected = [...declared].map(
    ([kind, list]) =>
      [kind, list.filter((one) => selection.selects(one.address, behindDeclaration(one)))] as const,
  );
  const unmatched = selection.unmatched(offeredBy(manifests, project, new Map()));
  return { declared: new Map(selected), unmatched };
}
