import { buildPlan } from '../../plan/build-plan.ts';
import { CostTally } from '../../plan/cost.ts';
import { limitsOf } from '../../plan/guards/limit.ts';
import { PlanTally } from '../../plan/plan-tally.ts';
import { type KnownAddresses, knownAddresses } from '../../plan/selection/known-addresses.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';
import type { Planned } from '../../types/kind.ts';
import type { Changes, LeftOut, PlanDocument, WorkspaceRef } from '../../types/plan.ts';
import type { Project } from '../../types/project.ts';
import type { RecheckMode } from '../../types/recheck.ts';
import { applyRules } from '../apply-rules.ts';
import type { BulkSetting } from '../bulk-mode.ts';
import { groupDiagnostics } from '../group-diagnostics.ts';
import { countItems } from '../incomplete-items.ts';
import type { Loaded } from '../loaded.ts';
import { sensitiveAddresses } from '../masking.ts';
import type { PlanningOptions } from '../options.ts';
import { type BehindOf, behindChanges } from '../origins.ts';
import { toolVersion } from '../package.ts';
import { alwaysLeftOut } from '../project-excludes.ts';
import { costSettings } from '../request-cost.ts';
import type { SnapshotDocument } from '../snapshot/document.ts';
import { placedChange } from './placed-change.ts';
import { PlannedChanges, type SealSettings } from './planned-changes.ts';
import type { Previewed } from './previews.ts';

/** What was planned, before the selecting flags are applied. */
export interface PlacedPlan extends Pick<SealSettings, 'keeps'> {
  readonly changes: PlannedChanges;
  /** How many items need no change, and how many are left out. */
  readonly unchanged: number;
  readonly skipped: number;
  /** Was shown every address that is declared or unchanged: a glob that matches one of them is no mistake. */
  readonly known: KnownAddresses;
}

/** What a plan document holds besides its changes. */
export interface DocumentFacts {
  readonly options: Pick<PlanningOptions, 'target' | 'exclude' | 'files' | 'owners' | 'allow'> & {
    readonly snapshot?: SnapshotDocument | undefined;
  };
  readonly loaded: Pick<Loaded, 'digest' | 'version' | 'declared'>;
  readonly project: Project;
  readonly catalog: Pick<Catalog, 'members' | 'incomplete'>;
  readonly workspace: WorkspaceRef;
  readonly diagnostics: readonly Diagnostic[];
  /** Requests that planning has made; asked once everything is read. */
  readonly reads: () => number;
  /** Reads what Intercom says of the changes that are left; absent where nobody is asked. */
  readonly preview?: ((changes: Changes) => Promise<Previewed>) | undefined;
  /** Requests per second that this tool may make. */
  readonly rate: number;
  readonly recheck: RecheckMode;
  /** What a probe found in the workspace. */
  readonly facts: WorkspaceFacts;
  readonly bulk: BulkSetting;
  /** Absent where nothing is read from data files. */
  readonly leftOut?: readonly LeftOut[] | undefined;
}

/** What was planned all at once, in the same form as what is planned in parts. */
export function placedAtOnce(
  planned: readonly Planned[],
  {
    options,
    loaded,
    catalog,
    declaredAddresses = [],
  }: {
    readonly options: Pick<PlanningOptions, 'target' | 'exclude' | 'files' | 'owners'>;
    readonly loaded: Loaded;
    readonly catalog: Catalog;
    /** Further addresses that flags may name: those that merely declare something. */
    readonly declaredAddresses?: readonly string[];
  },
): PlacedPlan {
  const behind = behindFor(options, loaded)?.of(catalog);
  const changes = new PlannedChanges({ inMemory: Number.POSITIVE_INFINITY });
  const known = knownAddresses(options);
  const counts = { unchanged: 0, skipped: 0 };
  for (const item of planned) {
    if (item.state !== 'change') {
      counts[item.state] += 1;
      known.note(item.address);
      continue;
    }
    changes.add(placedChange(item, catalog, behind));
  }
  for (const address of declaredAddresses) known.note(address);
  return { changes, known, ...counts };
}

/** Finds the documents behind changes; undefined where neither --file nor --owner is given. `withRows`: including data files. */
export function behindFor(
  { files = [], owners = [] }: Pick<PlanningOptions, 'files' | 'owners'>,
  loaded: Loaded,
): { readonly of: (catalog: Catalog) => BehindOf; readonly withRows: boolean } | undefined {
  if (files.length + owners.length === 0) return undefined;
  const withRows = files.length > 0;
  return { of: (catalog) => behindChanges({ ...loaded, catalog }, withRows), withRows };
}

/** Builds the plan document. One pass over the changes counts everything that it says of them. */
export async function assemblePlan(planned: PlacedPlan, facts: DocumentFacts): Promise<PlanDocument> {
  const { options, loaded, project, catalog, reads, preview, leftOut = [] } = facts;
  const { target, exclude, files = [], owners = [] } = options;
  const { known, keeps } = planned;
  for (const { source } of leftOut) known.note(source);
  const limits = limitsOf(project);
  const tally = new PlanTally(limits.scoped);
  const cost = new CostTally(planned.changes.required, costSettings(facts));
  const sealed = planned.changes.seal({
    ...(keeps === undefined ? {} : { keeps }),
    filters: { target, exclude, files, owners, always: project.exclude, known },
    take: (change) => {
      tally.take(change);
      cost.take(change);
    },
  });
  const { filtered } = sealed;
  const { changes, findings } = (await preview?.(sealed.changes)) ?? {
    changes: sealed.changes,
    findings: [],
  };
  const always = alwaysLeftOut(sealed.always, project);
  return buildPlan({
    ...{ changes, filtered, tally },
    ...limits,
    unchanged: planned.unchanged,
    skipped: leftOut.reduce((sum, { left_out }) => sum + left_out, planned.skipped),
    meta: {
      tool: await toolVersion(),
      workspace: facts.workspace,
      intercom_version: project.intercom_version,
      environment: project.environment,
      manifests: { digest: loaded.digest, version: loaded.version },
    },
    allowances: options.allow,
    members: catalog.members,
    leftOut: facts.leftOut,
    incompleteReads: countItems(catalog.incomplete),
    cost: cost.cost(reads()),
    diagnostics: groupDiagnostics(
      applyRules([...facts.diagnostics, ...sealed.diagnostics, ...always, ...findings], project.rules),
    ),
    snapshot: options.snapshot !== undefined,
    sensitive: sensitiveAddresses(loaded.declared),
  });
}
