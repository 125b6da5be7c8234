import type { Change } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { Holder } from './carried.ts';

/**
 * Why a carried value must not be written although the field is empty as planned: somebody cleared it since the plan was
 * made, or the old value is another one. Undefined where it may be written. A value that a merge of the plan brings is not
 * there before, so changes in two halves are left out.
 */
export function notAsCarried({ context, fields: planned }: Change, holder: Holder): string | undefined {
  if (context?.carried === undefined || context.before_merge !== undefined) return undefined;
  const reasons: string[] = [];
  for (const [path, { from, value }] of Object.entries(context.carried)) {
    if (from === path || !(path in planned) || holder.fields.has(path)) continue;
    const old = holder.fields.get(from) ?? null;
    if (holder.cleared.includes(path)) reasons.push(`${path} was cleared since the plan was made`);
    else if (old !== value)
      reasons.push(`${from} is ${shown(old)}, and the plan carries ${shown(value)} over`);
  }
  return reasons.length === 0 ? undefined : reasons.join('; ');
}

function shown(value: Json): string {
  return value === null ? 'empty' : JSON.stringify(value);
}
