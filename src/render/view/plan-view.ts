import { ACTIONS, type Action, type Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { LimitOrigins } from '../../types/limit-origin.ts';
import type { Changes, NotManaged, PlanDocument, Summary } from '../../types/plan.ts';
import { type ChangeOrGroup, type Grouped, groupChanges, groupShapes } from '../changes/group-changes.ts';
import type { Grouping } from '../changes/grouping.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';
import { counted } from '../words/counted.ts';
import { BLOCKED_GLYPH, GLYPHS } from './glyphs.ts';
import { type GravePlace, gravePlace } from './grave.ts';
import { type GuardView, guardsOver } from './guard-view.ts';
import { leftOutWords } from './left-out-words.ts';
import { PLAN_PARTS, type PlanPart, type PlanParts, planParts } from './plan-parts.ts';
import { lastLine } from './plan-summary.ts';
import { maskedNotes, notManagedWords, originNotes, planTitle } from './plan-words.ts';
import { type Showing, showing } from './shown-change.ts';

export interface PlanViewOptions {
  /** What the workspace holds that no manifest mentions. */
  readonly notManaged?: NotManaged | undefined;
  /** Whether a change's verb is over its limit: it gets the blocked glyph. */
  readonly isBlocked?: IsBlocked | undefined;
  /** Takes personal data out of what is shown. */
  readonly mask?: Mask | undefined;
  /** What decides each limit; without it the words name no place. */
  readonly origins?: LimitOrigins | undefined;
}

/** One of the three parts of a plan, in the order in which a reviewer should see them. */
export interface PlanSection {
  readonly part: PlanPart;
  readonly title: string;
  /** What its changes are, to be said after a number; undefined for the other changes, which have no name. */
  readonly noun: string | undefined;
  /** Not masked yet: `PlanView.shown` does that. */
  readonly changes: Changes;
}

/** How many changes there are of one action, or how many items were skipped, blocked or left unchanged. */
export interface PlanCount {
  readonly of: Action | 'skipped' | 'blocked' | 'unchanged';
  /** Empty for what has none, because it is not in the list of changes. */
  readonly glyph: string;
  readonly count: number;
}

/**
 * What a plan says in every format. A format only decides how much of it has room, and how it is set. Texts are masked already;
 * changes are masked one by one, by `shown`. Texts are not inert yet, apart from those of guards.
 */
export interface PlanView {
  readonly title: string;
  /** Whether it takes back a run. */
  readonly isUndo: boolean;
  readonly origin: readonly string[];
  /** How to read masked values; empty where none are. */
  readonly masked: readonly string[];
  /** That the plan has errors; empty where it has none. */
  readonly errors: readonly string[];
  readonly guards: readonly GuardView[];
  /** How many rows were left out; empty where none were. */
  readonly leftOut: readonly string[];
  readonly counts: readonly PlanCount[];
  /** What the changes mean together. */
  readonly means: readonly string[];
  readonly findings: readonly Diagnostic[];
  readonly notManaged: readonly string[];
  /** The last line. */
  readonly sum: string;

  /** How many changes there are. */
  readonly length: number;
  /** All three, also those without changes. */
  readonly sections: Readonly<Record<PlanPart, PlanSection>>;
  /** The sections that have changes, in order. */
  readonly filled: readonly PlanSection[];
  readonly shown: Showing;
  readonly isBlocked: IsBlocked;
  /** The part of a change by its place in the plan. */
  partOf(index: number): PlanPart;
  /** Where a change of the first section stands. */
  placeOf(change: Change): GravePlace;
  /**
   * The entries for grave changes: each on its own (design 6.3). Only an undo groups them, for example 1,000 contacts that a run
   * created and that are now archived: the report of that run and interform history list them one by one.
   */
  listed(grave: Changes, grouping?: Grouping): readonly ChangeOrGroup[];
  /** The other changes, joined as each of the groupings says; they are gone through once. */
  grouped(groupings: readonly Grouping[]): readonly Grouped[];
}

/** Goes through the changes once. */
export function viewPlan(plan: PlanDocument, options: PlanViewOptions): PlanView {
  const { mask, notManaged, origins } = options;
  // Where nothing is blocked, no change needs to be asked about.
  const isBlocked: IsBlocked = (change) => plan.summary.blocked > 0 && options.isBlocked?.(change) === true;
  const parts = planParts(plan.changes, isBlocked);
  const sections = sectionsOf(parts);
  const isUndo = plan.undoes !== undefined;
  return {
    title: planTitle(plan, mask),
    isUndo,
    origin: originNotes(plan),
    masked: maskedNotes(plan, mask),
    errors: errorsOf(plan),
    guards: guardsOver(plan, origins),
    leftOut: plan.left_out === undefined ? [] : [`${leftOutWords(plan.left_out)}.`],
    counts: countsOf(plan.summary),
    means: parts.consequences.sentences(plan.cost),
    findings: mask === undefined ? plan.diagnostics : plan.diagnostics.map(mask.finding),
    notManaged: notManagedWords(notManaged),
    sum: lastLine(plan, mask),
    length: plan.changes.length,
    sections,
    filled: PLAN_PARTS.map((part) => sections[part]).filter(({ changes }) => changes.length > 0),
    shown: showing(mask, isBlocked),
    isBlocked,
    partOf: parts.partOf,
    placeOf: (change) => gravePlace(change, parts.merges),
    listed: (grave, grouping) =>
      isUndo ? groupChanges(grave, isBlocked, grouping) : Array.from(grave, (change) => ({ change })),
    grouped: (groupings) => groupShapes(parts.other, parts.shapes, { isBlocked, groupings }),
  };
}

function sectionsOf({ grave, identity, other }: PlanParts): PlanView['sections'] {
  const isAlone = grave.length + identity.length === 0;
  return {
    grave: {
      part: 'grave',
      title: 'Irreversible or destructive',
      noun: 'irreversible or destructive',
      changes: grave,
    },
    identity: {
      part: 'identity',
      title: 'Email, phone, id, role or subscription',
      noun: 'of email, phone, id, role or subscription',
      changes: identity,
    },
    other: {
      part: 'other',
      title: isAlone ? 'Changes' : 'Other changes',
      noun: undefined,
      changes: other,
    },
  };
}

function errorsOf({ diagnostics }: PlanDocument): readonly string[] {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  return errors === 0 ? [] : [`This plan has ${counted(errors, 'error')}: it is neither saved nor applied.`];
}

function countsOf(summary: Summary): readonly PlanCount[] {
  return [
    ...ACTIONS.map((action) => ({ of: action, glyph: GLYPHS[action], count: summary[action] ?? 0 })),
    { of: 'skipped', glyph: '', count: summary.skipped },
    { of: 'blocked', glyph: BLOCKED_GLYPH, count: summary.blocked },
    { of: 'unchanged', glyph: '', count: summary.unchanged },
  ];
}
