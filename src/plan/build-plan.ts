import { ACTIONS, type Change, type FieldChange, isMembership } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Planned } from '../types/kind.ts';
import { type GuardVerb, type LeftOut, PLAN_FORMAT, type PlanDocument, type Summary } from '../types/plan.ts';
import { LEVELS, type Level } from '../types/step.ts';
import { planDigest } from './digest.ts';
import { countOf } from './guard-counts.ts';
import { evaluateGuards } from './guards.ts';
import type { ProjectLimits } from './limit.ts';

export interface PlanInput extends ProjectLimits {
  /** What the kinds found, in any order. */
  readonly changes: readonly Planned[];
  /** Names of the kinds, in the order of the list of kinds. */
  readonly kinds: readonly string[];
  /** The level of a change's first step. */
  readonly levelOf: (change: Change) => Level;
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

/** The plan document (DESIGN 6.1): the same for the same manifests and live state, whatever order things came in (law 4). */
export function buildPlan(input: PlanInput): PlanDocument {
  const changes = orderChanges(input).map(normalised);
  const guards = evaluateGuards(changes, input);
  const sensitive = [...(input.sensitive ?? [])].sort(byCodeUnits);
  const { leftOut = [] } = input;
  const { tool, workspace, intercom_version, environment, manifests } = input.meta;
  return {
    format: PLAN_FORMAT,
    tool,
    workspace,
    intercom_version,
    environment,
    manifests,
    digest: planDigest({ format: PLAN_FORMAT, workspace, intercom_version, changes }),
    ...(input.filtered === true ? { filtered: true as const } : {}),
    ...(input.snapshot === true ? { snapshot: true as const } : {}),
    ...(sensitive.length > 0 ? { sensitive } : {}),
    ...membersOf(changes, input.members),
    ...(leftOut.length > 0 ? { left_out: leftOut } : {}),
    summary: summarise(input.changes, guards.blocked),
    guards: guards.guards,
    cost: input.cost,
    changes,
    diagnostics: [...input.diagnostics, ...guards.diagnostics],
  };
}

/** Level, then kind, then where it is declared; pruned contacts share a position and come by id. */
function orderChanges({ changes, kinds, levelOf }: PlanInput): Change[] {
  const rows = changes.flatMap((planned) =>
    planned.state === 'change'
      ? [
          {
            change: planned.change,
            level: LEVELS.indexOf(levelOf(planned.change)),
            kind: kinds.indexOf(planned.change.kind),
            order: planned.order,
          },
        ]
      : [],
  );
  rows.sort(
    (a, b) =>
      a.level - b.level ||
      a.kind - b.kind ||
      a.order - b.order ||
      byCodeUnits(a.change.id ?? '', b.change.id ?? '') ||
      byCodeUnits(a.change.address, b.change.address),
  );
  return rows.map((row) => row.change);
}

/** Fields by name and what is required by address: their order in a manifest or an answer means nothing. */
function normalised(change: Change): Change {
  const fields = Object.entries(change.fields)
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([path, field]) => [path, normalisedField(field)] as const);
  return { ...change, requires: [...change.requires].sort(byCodeUnits), fields: Object.fromEntries(fields) };
}

/** What is removed comes in the order of an answer; what is added keeps the order of the manifest. */
function normalisedField(field: FieldChange): FieldChange {
  return isMembership(field) ? { add: field.add, remove: [...field.remove].sort(byCodeUnits) } : field;
}

/** The live members of the sets that lose memberships: apply takes its percentage of them. */
function membersOf(
  changes: readonly Change[],
  members: ReadonlyMap<string, number>,
): Pick<PlanDocument, 'members'> {
  const sets = new Set<string>();
  for (const change of changes) {
    const set = change.context?.set;
    if (set !== undefined && members.has(set) && countOf(change, 'detach') > 0) sets.add(set);
  }
  if (sets.size === 0) return {};
  const counts = [...sets].sort(byCodeUnits).map((set) => [set, members.get(set) ?? 0] as const);
  return { members: Object.fromEntries(counts) };
}

function summarise(planned: readonly Planned[], blocked: number): Summary {
  const summary = { create: 0, update: 0, convert: 0, merge: 0, archive: 0, unarchive: 0 };
  let unchanged = 0;
  let skipped = 0;
  for (const item of planned) {
    if (item.state === 'change') summary[item.change.action] += 1;
    else if (item.state === 'unchanged') unchanged += 1;
    else skipped += 1;
  }
  return { ...summary, unchanged, skipped, blocked };
}

/** Changes per action, as the plan file's trailer repeats them. */
export function countActions(
  changes: readonly { readonly action: string }[],
): Readonly<Record<string, number>> {
  const counts = new Map<string, number>(ACTIONS.map((action) => [action, 0]));
  for (const { action } of changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function byCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
