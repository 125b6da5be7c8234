import { LEVELS, type Level, type Step } from '../types/step.ts';

/** The parts of a level, in their order. Within a part, a change's own requests come before those that it shares. */
export const PARTS: readonly Step['order'][] = ['first', undefined, 'last'];

/** The first level in which these steps are sent; undefined where there are none. */
export function nextLevel(steps: readonly Step[]): Level | undefined {
  return LEVELS.find((level) => steps.some((step) => step.level === level));
}

/**
 * The steps of a change in one level, in the order in which they are sent: own first, shared first, own, shared, own last,
 * shared last.
 */
export function stepsAt(steps: readonly Step[], level: Level): readonly Step[] {
  const place = ({ order, batch }: Step) => PARTS.indexOf(order) * 2 + (batch === undefined ? 0 : 1);
  return steps.filter((step) => step.level === level).sort((a, b) => place(a) - place(b));
}
