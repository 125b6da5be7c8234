import { address } from '../../types/address.ts';
import type { Model } from '../../types/attribute-type.ts';

/** An attribute as a manifest declares it, as far as masking asks. */
export interface Declared {
  readonly model: Model;
  readonly name: string;
  readonly isSensitive: boolean;
  /** Names of the attributes that its values come from. */
  readonly sources: readonly string[];
}

/**
 * Addresses of the attributes whose values are sensitive: those that are declared so, and those that share values with one of
 * them because `from` carries these over, in either direction.
 */
export function linkedSensitive(declared: readonly Declared[]): ReadonlySet<string> {
  const sensitive = new Set<string>();
  const links: (readonly string[])[] = [];
  for (const { model, name, isSensitive, sources } of declared) {
    const own = address('attribute', model, name);
    if (isSensitive) sensitive.add(own);
    if (sources.length > 0) links.push([own, ...sources.map((one) => address('attribute', model, one))]);
  }
  for (let before = -1; before < sensitive.size; ) {
    before = sensitive.size;
    for (const link of links)
      if (link.some((one) => sensitive.has(one))) for (const one of link) sensitive.add(one);
  }
  return sensitive;
}

/** The names of the old attributes under `from`, as it is written. */
export function sourceNames(from: unknown): readonly string[] {
  if (typeof from !== 'object' || from === null || !('attribute' in from)) return [];
  const { attribute } = from;
  const names: readonly unknown[] = Array.isArray(attribute) ? attribute : [attribute];
  return names.map(String);
}
