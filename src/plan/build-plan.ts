import type { Diagnostic } from '../types/diagnostic.ts';
import { type Changes, type GuardVerb, type LeftOut, PLAN_FORMAT, type PlanDocument } from '../types/plan.ts';
import type { Detached } from './guards/guard-tally.ts';
import { guardVerdict } from './guards/guards.ts';
import type { ProjectLimits } from './guards/limit.ts';
import { byCodeUnits } from './normalised.ts';
import type { PlanTally } from './plan-tally.ts';

/** Everything that goes into a plan document. */
export interface PlanInput extends ProjectLimits {
  /** In plan order (design 7.2), each normalised. */
  readonly changes: Changes;
  /** Has taken exactly these changes, and was made with the scopes of these limits. */
  readonly tally: PlanTally;
  readonly unchanged: number;
  /** How many items and rows the manifests leave out. */
  readonly skipped: number;
  readonly meta: Pick<PlanDocument, 'tool' | 'workspace' | 'intercom_version' | 'environment' | 'manifests'>;
  /** `--allow`. */
  readonly allowances: ReadonlyMap<GuardVerb, number>;
  /** Contact set → its live members. */
  readonly members: ReadonlyMap<string, number>;
  /** The rows that were left out, source by source; absent where none was. */
  readonly leftOut?: readonly LeftOut[] | undefined;
  readonly incompleteReads: number;
  readonly cost: PlanDocument['cost'];
  readonly diagnostics: readonly Diagnostic[];
  /** True where --target or --exclude left changes out. */
  readonly filtered?: boolean;
  /** Addresses of the attributes that manifests declare sensitive, in any order. */
  readonly sensitive?: Iterable<string>;
  /** True where the live side is a snapshot. */
  readonly snapshot?: boolean;
}

/** The plan document (design 6.1): the same for the same manifests and live state, whatever order things came in (law 4). */
export function buildPlan(input: PlanInput): PlanDocument {
  const { changes, tally, unchanged, skipped, leftOut = [] } = input;
  const guards = guardVerdict(tally.guards, input);
  const sensitive = [...(input.sensitive ?? [])].sort(byCodeUnits);
  const { tool, workspace, intercom_version, environment, manifests } = input.meta;
  return {
    format: PLAN_FORMAT,
    tool,
    workspace,
    intercom_version,
    environment,
    manifests,
    digest: tally.digest.digest({ format: PLAN_FORMAT, workspace, intercom_version }),
    ...(input.filtered === true ? { filtered: true as const } : {}),
    ...(input.snapshot === true ? { snapshot: true as const } : {}),
    ...(sensitive.length > 0 ? { sensitive } : {}),
    ...membersOf(tally.guards.detached, input.members),
    ...(leftOut.length > 0 ? { left_out: leftOut } : {}),
    summary: { ...tally.actions.counts, unchanged, skipped, blocked: guards.blocked },
    guards: guards.guards,
    cost: input.cost,
    changes,
    diagnostics: [...input.diagnostics, ...guards.diagnostics],
  };
}

/** Live members of each contact set that loses memberships: apply evaluates the percentage of the detach guard against them. */
function membersOf(detached: Detached, members: ReadonlyMap<string, number>): Pick<PlanDocument, 'members'> {
  const sets = [...detached.keys()].filter((set) => set !== undefined).filter((set) => members.has(set));
  if (sets.length === 0) return {};
  const counts = sets.sort(byCodeUnits).map((set) => [set, members.get(set) ?? 0] as const);
  return { members: Object.fromEntries(counts) };
}
