import type { Workspace } from '../workspace.ts';

type SwitchValue = boolean | number | string;

/** Turns what the emulator does where no source says what Intercom does (intercom 9), or where it does the one thing rarely. */
export interface Switch<V extends SwitchValue = SwitchValue> {
  readonly takes: 'on or off' | 'a whole number' | 'a version' | readonly V[];
  readonly usual: V;
}

/** Switches by their names in camel case; a spec of faults writes `orInOr` as `or-in-or`. No two sets share a name. */
export type SwitchSet = Readonly<Record<string, Switch>>;

export type SwitchValues<S> = { readonly [N in keyof S]: S[N] extends Switch<infer V> ? V : never };

export function onOff(usual: 'on' | 'off'): Switch<boolean> {
  return { takes: 'on or off', usual: usual === 'on' };
}

export function wholeNumber(usual: number): Switch<number> {
  return { takes: 'a whole number', usual };
}

export function versionLike(usual: string): Switch<string> {
  return { takes: 'a version', usual };
}

/** The first is the usual one. */
export function oneOf<const V extends string | number>(usual: V, ...others: readonly V[]): Switch<V> {
  return { takes: [usual, ...others], usual };
}

/**
 * How the switches of a set stand in a workspace:
 *
 * ```
 * export const tagSwitchesOf = switchesOf(tagSwitches);
 * tagSwitchesOf(workspace).repeatedDetach;
 * ```
 */
export function switchesOf<S extends SwitchSet>(_set: S): (workspace: Workspace) => SwitchValues<S> {
  // A workspace has a value for every switch of the set, since the set is that of a resource or of all requests.
  return ({ switches }) => switches as SwitchValues<S>;
}
