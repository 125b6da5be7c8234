import type { Catalog, Model } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import { instantText } from './instant-text.ts';
import { leftOut } from './new-item.ts';

/**
 * Live values as a manifest declares them: those that the kind reads back as they are. What it refuses or reads as something
 * else (an option that is off the list, a fractional monthly_spend) stays unmanaged and is said.
 */
export function declaredFields(input: {
  readonly address: string;
  readonly model: Model;
  /** Field path → live value. */
  readonly live: ReadonlyMap<string, Json>;
  /** Field path → what the kind makes of it. */
  readonly values: ReadonlyMap<string, Json>;
  readonly catalog: Catalog;
  readonly isExcluded: (address: string, path: string) => boolean;
}): { readonly fields: JsonObject; readonly left: readonly Diagnostic[] } {
  const { address, model, live, values, catalog, isExcluded } = input;
  const fields: Record<string, Json> = {};
  const custom: Record<string, Json> = {};
  const left: Diagnostic[] = [];
  for (const [path, value] of live) {
    const isCustom = path.startsWith('custom_attributes.');
    const name = isCustom ? path.slice('custom_attributes.'.length) : path;
    const type = isCustom ? catalog.attributes.get(`${model}/${name}`)?.type : undefined;
    if (values.get(path) !== value || name === '' || isExcluded(address, path)) {
      left.push(leftOut(address, `a live value cannot be declared and stays unmanaged`, path));
      continue;
    }
    const isInstant = type === 'date' || type === 'datetime' || (!isCustom && path.endsWith('_at'));
    const shown = isInstant && typeof value === 'number' ? instantText(value) : value;
    if (isCustom) Object.defineProperty(custom, name, { value: shown, enumerable: true, configurable: true });
    else fields[path] = shown;
  }
  const names = Object.keys(custom).sort();
  if (names.length === 0) return { fields, left };
  const sorted = Object.fromEntries(names.map((name) => [name, custom[name] ?? null]));
  return { fields: { ...fields, custom_attributes: sorted }, left };
}
