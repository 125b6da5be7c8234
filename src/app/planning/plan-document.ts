import { kinds } from '../../kinds/index.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import { filterChanges } from '../../plan/filter.ts';
import { limitsOf } from '../../plan/limit.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import type { LeftOut, PlanDocument, WorkspaceRef } from '../../types/plan.ts';
import type { Project } from '../../types/project.ts';
import type { RecheckMode } from '../../types/recheck.ts';
import type { SnapshotDocument } from '../../types/snapshot.ts';
import { applyRules } from '../apply-rules.ts';
import { groupDiagnostics } from '../group-diagnostics.ts';
import { countItems } from '../incomplete-items.ts';
import type { Loaded } from '../load.ts';
import { sensitiveAddresses } from '../masking.ts';
import type { PlanningOptions } from '../options.ts';
import { behindChanges } from '../origins.ts';
import { toolVersion } from '../package.ts';
import { alwaysLeftOut } from '../project-excludes.ts';
import { firstLevel, requestCost, stepsOf } from '../request-cost.ts';

interface DocumentInput {
  readonly options: PlanningOptions & { readonly snapshot?: SnapshotDocument | undefined };
  readonly loaded: Loaded;
  readonly project: Project;
  readonly catalog: Catalog;
  readonly workspace: WorkspaceRef;
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: number;
  /** Requests a second that this tool may make. */
  readonly rate: number;
  readonly recheck: RecheckMode;
  /** Addresses by which something is declared, where a filter is given: no glob that names one is a mistake. */
  readonly declaredAddresses?: readonly string[];
  /** Absent where nothing is read from data files. */
  readonly leftOut?: readonly LeftOut[];
}

/** The plan document of what was found. */
export async function documentOf(planned: readonly Planned[], input: DocumentInput): Promise<PlanDocument> {
  const { options, loaded, project, catalog } = input;
  const changes = planned.flatMap((item) => (item.state === 'change' ? [item.change] : []));
  const unchanged = planned.flatMap((item) => (item.state === 'change' ? [] : [item.address]));
  const known = [...unchanged, ...(input.declaredAddresses ?? [])];
  const { target, exclude, files = [], owners = [] } = options;
  const filter = filterChanges(changes, {
    ...{ target, exclude, files, owners, known },
    always: project.exclude,
    alias: ({ kind, id }) => (kind === 'merge' ? catalog.merges.of(id ?? '')?.absorbedBy : undefined),
    ...(files.length + owners.length === 0
      ? {}
      : { behind: behindChanges({ ...loaded, catalog }, files.length > 0) }),
  });
  const always = alwaysLeftOut(filter.always, project);
  const kept = new Set(filter.changes);
  return buildPlan({
    changes: planned.filter((item) => item.state !== 'change' || kept.has(item.change)),
    kinds: kinds.map((kind) => kind.name),
    levelOf: (change) => firstLevel(stepsOf(change)),
    meta: {
      tool: await toolVersion(),
      workspace: input.workspace,
      intercom_version: project.intercom_version,
      environment: project.environment,
      manifests: { digest: loaded.digest, version: loaded.version },
    },
    ...limitsOf(project),
    allowances: options.allow,
    members: catalog.members,
    leftOut: input.leftOut,
    incompleteReads: countItems(catalog.incomplete),
    cost: requestCost(filter.changes, input),
    diagnostics: groupDiagnostics(
      applyRules([...input.diagnostics, ...filter.diagnostics, ...always], project.rules),
    ),
    filtered: filter.filtered,
    snapshot: options.snapshot !== undefined,
    sensitive: sensitiveAddresses(loaded.declared),
  });
}
