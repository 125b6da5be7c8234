import type { Change } from '../change.ts';
import type { GuardVerb } from '../plan.ts';

/**
 * How often a change of the kind counts for a verb. What a change counts for by its action or by the memberships that it takes off
 * (`archive`, `merge`, `convert`, `detach`) is counted for every kind and need not be said.
 */
export type KindGuards = { readonly [verb in GuardVerb]?: (change: Change) => number };
