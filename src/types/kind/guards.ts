import type { Change } from '../change.ts';
import type { GuardVerb } from '../plan.ts';

/**
 * How often a change of the kind counts for a verb. What counts for every kind by its action or by the memberships that it
 * takes off (`archive`, `merge`, `convert`, `delete`, `detach`) need not be given.
 */
export type KindGuards = { readonly [verb in GuardVerb]?: (change: Change) => number };
