import type { Change } from '../types/change.ts';
import type { ContactKey } from '../types/contact-key.ts';
import type { Json } from '../types/json.ts';
import type { Current } from '../types/kind.ts';
import type { Identity } from '../types/person.ts';
import { quoted } from './recheck-words.ts';

type Live = Extract<Current, { state: 'live' }>;
/** Whether two values of a field mean the same to Intercom. */
type Same = (field: string, a: Json, b: Json) => boolean;

/** A contact that takes part in a merge or conversion, with what the plan identified it by. */
interface Part {
  readonly who: string;
  readonly role: Identity['role'];
  readonly matched: readonly ContactKey[];
  /** As live now. Undefined where the kind does not tell: then no key counts as matching (law 9). */
  readonly identity: Identity | undefined;
}

/**
 * Why a merge, a conversion or an archival would affect another contact than planned (law 8); empty where it would not. It
 * compares the role and the keys by which the plan matched the lead, and the user that it merges into. Plans of older versions
 * do not have these keys; the roles are compared nevertheless.
 */
export function otherThanPlanned(change: Change, live: Live, same: Same): readonly string[] {
  if (change.action === 'merge') {
    const { matched = [], into_matched = [] } = change.context ?? {};
    const from: Part = { who: 'the lead', role: 'lead', matched, identity: live.identity };
    if (live.into === null) return ['the user that it goes into is no longer there'];
    const into: Part = { who: 'the user', role: 'user', matched: into_matched, identity: live.into };
    return [from, ...(live.into === undefined ? [] : [into])].flatMap((part) => changed(part, same));
  }
  if (change.action === 'archive') return tagsChanged(change, live);
  const matched = change.context?.matched;
  if (change.action !== 'convert' || matched === undefined) return [];
  return changed({ who: 'the lead', role: 'lead', matched, identity: live.identity }, same);
}

/**
 * A contact that left every set is archived because of the tags that it carries. Other tags may mean that another set holds it
 * now.
 */
function tagsChanged({ context }: Change, { tags }: Live): readonly string[] {
  const held = context?.held_tags;
  if (held === undefined || (tags !== undefined && sameMembers(held, tags))) return [];
  return ['it carries other tags than when the plan was made, so another set may hold it'];
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const members = new Set(b);
  return members.size === new Set(a).size && a.every((one) => members.has(one));
}

/**
 * The same check for a conversion that is already done: the contact has to be a user by now, and to hold the matched keys that
 * the change did not write.
 */
export function convertedAnother(change: Change, live: Live, same: Same): readonly string[] {
  const kept = (change.context?.matched ?? []).filter(({ field }) => change.fields[field] === undefined);
  if (change.action !== 'convert' || kept.length === 0) return [];
  return changed({ who: 'the lead', role: 'user', matched: kept, identity: live.identity }, same);
}

function changed({ who, role, matched, identity }: Part, same: Same): readonly string[] {
  const reasons: string[] = [];
  if (identity !== undefined && identity.role !== role)
    reasons.push(`${who} is a ${identity.role} by now, the plan saw a ${role}`);
  for (const { field, value } of matched) {
    const live = identity?.[field] ?? null;
    if (!same(field, live, value))
      reasons.push(`${field} of ${who} is ${quoted(live)}, the plan matched ${quoted(value)}`);
  }
  return reasons;
}
