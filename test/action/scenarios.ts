// What can happen between a plan and an apply, and what must come of it: the table of docs/guides/ci-attacks.md.
import { EVENTS } from './approval/events.ts';
import { LANDING } from './approval/landing.ts';
import { OLD } from './approval/old.ts';
import { REVIEWS } from './approval/reviews.ts';
import type { Scenario } from './approval/scenario.ts';
import { TIMES } from './approval/times.ts';
import { TRUST } from './approval/trust.ts';

/** By what they are about. */
export const SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  'How it came to the branch': LANDING,
  'Another pull request, another run': TRUST,
  'When it was planned': TIMES,
  'Who approved it (require-approval: true)': REVIEWS,
  'A run of an old state': OLD,
  'Which events apply': EVENTS,
};
