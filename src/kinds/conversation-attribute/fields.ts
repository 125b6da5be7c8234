import { type Change, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { sameSet } from '../values/same-set.ts';
import { labelIn } from '../written/option-paths.ts';
import type { WireTeam } from './calls.ts';
import { activeOptions, type LiveConversationAttribute } from './live.ts';

/** The fields that a PUT writes, each as it stands in a manifest, a plan and (but for visible_to) on the wire. */
export const SCALARS = ['description', 'required', 'visible_to', 'multiline', 'reference'] as const;

/** Field path → live value, in the plan's terms: each option that the change is about, and the list as a whole. */
export function conversationAttributeFields(
  live: LiveConversationAttribute,
  teams: readonly WireTeam[],
  change?: Pick<Change, 'fields'>,
): Map<string, Json> {
  const labels = activeOptions(live).map(({ label }) => label);
  const fields = new Map<string, Json>([
    ['type', live.type],
    ['description', live.description || null],
    ['required', live.required],
    ['visible_to', teamNames(live.teamIds, teams)],
    ['multiline', live.multiline],
    ['reference', live.reference],
    ['archived', live.archived],
    ['options', live.type === 'list' ? labels : null],
  ]);
  for (const [path, field] of Object.entries(change?.fields ?? {})) {
    if (labelIn(path) !== undefined && !isMembership(field))
      fields.set(path, optionNow(new Set(labels), field.before ?? null, field.after));
  }
  return fields;
}

/** By name, sorted; a team that is not in the list, since it was deleted, by its id. */
export function teamNames(ids: readonly string[], teams: readonly WireTeam[]): readonly string[] {
  const names = new Map(teams.map(({ id, name }) => [id, name]));
  return ids.map((id) => names.get(id) ?? id).sort();
}

/** What an option is called now; both labels where there is one of each, which is neither before nor after. */
function optionNow(labels: ReadonlySet<Json>, before: Json, after: Json): Json {
  const held = [before, after].filter((label) => label !== null && labels.has(label));
  return held.length > 1 ? held : (held[0] ?? null);
}

/** Lists are compared as sets; no description, null and "" are one. */
export function sameConversationAttributeValue(_field: string, a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
  return JSON.stringify(a === '' ? null : a) === JSON.stringify(b === '' ? null : b);
}
