import type { Selectable } from '../../types/catalog.ts';
import { addressGlob } from './address-glob.ts';
import { mayMatchBelow } from './glob-below.ts';

/** What these `--target` globs can select: everything where there are none. */
export function selectable(target: readonly string[]): Selectable {
  const matchers = target.map(addressGlob);
  const everything = target.length === 0;
  return {
    everything,
    item: (address) => everything || matchers.some((matches) => matches(address)),
    below: (start) => everything || target.some((glob) => mayMatchBelow(glob, start)),
  };
}
