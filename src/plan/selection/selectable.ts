import type { Selectable } from '../../types/catalog.ts';
import { addressGlob } from './address-glob.ts';
import { mayMatchBelow } from './glob-below.ts';

/** What these `--target` globs may select; without one, everything. */
export function selectable(target: readonly string[]): Selectable {
  const matchers = target.map(addressGlob);
  const everything = target.length === 0;
  return {
    everything,
    item: (address) => everything || matchers.some((matches) => matches(address)),
    below: (start) => everything || target.some((glob) => mayMatchBelow(glob, start)),
  };
}
