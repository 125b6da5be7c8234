import { buildPlan } from '../../plan/build-plan.ts';
import { CostTally } from '../../plan/cost.ts';
import { KnownAddresses } from '../../plan/known-addresses.ts';
import { limitsOf } from '../../plan/limit.ts';
import { PlanTally } from '../../plan/plan-tally.ts';
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
import { costSettings } from '../request-cost.ts';
import { PlannedChanges, type SealSettings } from './planned-changes.ts';

/** What a document says besides its changes. */
export interface DocumentFacts extends Pick<SealSettings, 'keeps'> {
  readonly options: Pick<PlanningOptions, 'target' | 'exclude' | 'files' | 'owners' | 'allow'> & {
    readonly snapshot?: SnapshotDocument | undefined;
  };
  readonly loaded: Pick<Loaded, 'digest' | 'version'>;
  readonly project: Project;
  readonly workspace: WorkspaceRef;
  readonly diagnostics: readonly Diagnostic[];
  /** Requests that planning made. */
  readonly reads: number;
  /** Requests a second that this tool may make. */
  readonly rate: number;
  readonly recheck: RecheckMode;
  /** Absent where nothing is read from data files. */
  readonly leftOut?: readonly LeftOut[] | undefined;
  /** How many items need no change, and how many items and rows are left out. */
  readonly unchanged: number;
  readonly skipped: number;
  /** Was shown every address that is declared or needs no change: no glob that names one is a mistake. See `knownAddresses`. */
  readonly known: KnownAddresses;
  /** Contact set → its live members. */
  readonly members: ReadonlyMap<string, number>;
  /** For how many items rows did not all arrive. */
  readonly incompleteReads: number;
  /** Addresses of the attributes that manifests declare sensitive. */
  readonly sensitive: Iterable<string>;
}

/** For the globs of these options. */
export function knownAddresses({
  target,
  exclude,
}: Pick<PlanningOptions, 'target' | 'exclude'>): KnownAddresses {
  return new KnownAddresses([...target, ...exclude]);
}

/** The plan document of what was planned: one walk over the changes counts all that it says of them. */
export async function assemblePlan(planned: PlannedChanges, facts: DocumentFacts): Promise<PlanDocument> {
  const { options, loaded, project, known, keeps, reads } = facts;
  const { target, exclude, files = [], owners = [] } = options;
  const limits = limitsOf(project);
  const tally = new PlanTally(limits.scoped);
  const cost = new CostTally(planned.required, costSettings(facts));
  const sealed = planned.seal({
    ...(keeps === undefined ? {} : { keeps }),
    filters: { target, exclude, files, owners, always: project.exclude, known },
    take: (change) => {
      tally.take(change);
      cost.take(change);
    },
  });
  const { changes, filtered } = sealed;
  const always = alwaysLeftOut(sealed.always, project);
  return buildPlan({
    ...{ changes, filtered, tally },
    ...limits,
    unchanged: facts.unchanged,
    skipped: facts.skipped,
    meta: {
      tool: await toolVersion(),
      workspace: facts.workspace,
      intercom_version: project.intercom_version,
      environment: project.environment,
      manifests: { digest: loaded.digest, version: loaded.version },
    },
    allowances: options.allow,
    members: facts.members,
    leftOut: facts.leftOut,
    incompleteReads: facts.incompleteReads,
    cost: cost.cost(reads),
    diagnostics: groupDiagnostics(
      applyRules([...facts.diagnostics, ...sealed.diagnostics, ...always], project.rules),
    ),
    snapshot: options.snapshot !== undefined,
    sensitive: facts.sensitive,
  });
}

interface DocumentInput
  extends Pick<
    DocumentFacts,
    'options' | 'project' | 'workspace' | 'diagnostics' | 'reads' | 'rate' | 'recheck' | 'leftOut'
  > {
  readonly loaded: Loaded;
  readonly catalog: Catalog;
  /** Addresses by which something is declared, where a filter is given: no glob that names one is a mistake. */
  readonly declaredAddresses?: readonly string[];
}

/** The same of what is held at once. */
export async function documentOf(planned: readonly Planned[], input: DocumentInput): Promise<PlanDocument> {
  const { options, loaded, catalog } = input;
  const { files = [], owners = [] } = options;
  const behind =
    files.length + owners.length === 0 ? undefined : behindChanges({ ...loaded, catalog }, files.length > 0);
  const changes = new PlannedChanges({ inMemory: Number.POSITIVE_INFINITY });
  const known = knownAddresses(options);
  const counts = { unchanged: 0, skipped: 0 };
  for (const item of planned) {
    if (item.state !== 'change') {
      counts[item.state] += 1;
      known.note(item.address);
      continue;
    }
    const { change, order } = item;
    const alias = change.kind === 'merge' ? catalog.merges.of(change.id ?? '')?.absorbedBy : undefined;
    const answers = [change.address, ...change.also, ...(alias === undefined ? [] : [alias])];
    changes.add({
      ...{ change, order, alias },
      behind: behind && Object.fromEntries(answers.map((address) => [address, behind(change, address)])),
    });
  }
  for (const address of input.declaredAddresses ?? []) known.note(address);
  return assemblePlan(changes, {
    ...input,
    ...counts,
    known,
    members: catalog.members,
    incompleteReads: countItems(catalog.incomplete),
    sensitive: sensitiveAddresses(loaded.declared),
  });
}
