import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';
import { selected } from '../../types/stream.ts';
import { WIDE } from '../changes/grouping.ts';
import { Growing } from '../changes/growing.ts';
import { changesIdentity } from '../changes/identity-fields.ts';
import { type IsBlocked, Shapes } from '../changes/shapes.ts';
import { Consequences } from './consequences.ts';
import { isGrave } from './grave.ts';

/** The changes of a plan in three parts, in the order in which a reviewer should see them. */
export interface PlanParts {
  readonly grave: Changes;
  readonly identity: Changes;
  readonly other: Changes;
  /** The shapes of the others, by which they are grouped. */
  readonly shapes: Shapes;
  /** What all changes mean together. */
  readonly consequences: Consequences;
  /** How many of the grave ones are merges. */
  readonly merges: number;
  /** The part of a change by its place in the plan. */
  partOf(index: number): PlanPart;
}

/** In the order in which they are shown. */
export const PLAN_PARTS = ['grave', 'identity', 'other'] as const;
export type PlanPart = (typeof PLAN_PARTS)[number];

/** A part that is not larger than this is held; a larger one is read again each time it is gone through. */
const MOST_HELD = 5000;

/**
 * Parts the changes: irreversible and destructive ones first, then those that change who somebody is or how they are reached, then
 * all others. Where so few are left after the first part that nothing is grouped, they stay together in their order. Goes through
 * the changes once.
 */
export function planParts(changes: Changes, isBlocked: IsBlocked): PlanParts {
  const consequences = new Consequences();
  const shapes = new Shapes(isBlocked);
  const [grave, identity, other] = [new Part(), new Part(), new Part()];
  const partOf = new Growing(Uint8Array);
  let merges = 0;
  for (const change of changes) {
    consequences.take(change);
    const part = isGrave(change) ? grave : changesIdentity(change) ? identity : other;
    part.take(change);
    if (change.action === 'merge') merges += 1;
    partOf.push(part === grave ? GRAVE : part === identity ? IDENTITY : OTHER);
    if (part === other) shapes.take(change);
  }
  const of = (part: Part, number: number) =>
    part.held ?? selected(changes, part.length, (index) => partOf.at(index) === number);
  const few = identity.length + other.length;
  const nameOf = (index: number) => {
    const part = PLAN_PARTS[partOf.at(index)] ?? 'other';
    return part === 'identity' && few <= WIDE.shownApart ? 'other' : part;
  };
  const parts = { grave: of(grave, GRAVE), consequences, merges, partOf: nameOf };
  if (few > WIDE.shownApart)
    return { ...parts, identity: of(identity, IDENTITY), other: of(other, OTHER), shapes };
  const rest = [...selected(changes, few, (index) => partOf.at(index) !== GRAVE)];
  const ofRest = new Shapes(isBlocked);
  for (const change of rest) ofRest.take(change);
  return { ...parts, identity: [], other: rest, shapes: ofRest };
}

const [GRAVE, IDENTITY, OTHER] = [0, 1, 2] as const;

/** Counts changes, and holds them as long as they are few. */
class Part {
  length = 0;
  held: Change[] | undefined = [];

  take(change: Change): void {
    this.length += 1;
    if (this.length > MOST_HELD) this.held = undefined;
    this.held?.push(change);
  }
}
