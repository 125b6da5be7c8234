import type { Selectable } from '../types/catalog.ts';
import { addressGlob } from './address-glob.ts';

/** What these `--target` globs may select; without one, everything. */
export function selectable(target: readonly string[]): Selectable {
  const matchers = target.map(addressGlob);
  const literals = target.map((glob) => /^[^*?]*/.exec(glob)?.[0] ?? '');
  const everything = target.length === 0;
  return {
    everything,
    item: (address) => everything || matchers.some((matches) => matches(address)),
    below: (start) =>
      everything || literals.some((literal) => literal.startsWith(start) || start.startsWith(literal)),
  };
}
