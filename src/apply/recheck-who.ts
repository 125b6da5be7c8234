import type { Change } from '../types/change.ts';
import type { ContactKey } from '../types/contact-key.ts';
import type { Json } from '../types/json.ts';
import type { Current } from '../types/kind.ts';
import type { Identity } from '../types/person.ts';
import { quoted } from './recheck-words.ts';

type Live = Extract<Current, { state: 'live' }>;
/** Whether two values of a field mean the same to Intercom. */
type Same = (field: string, a: Json, b: Json) => boolean;

/** Who takes part in what cannot be put back, by what the plan knew them by. */
interface Part {
  readonly who: string;
  readonly role: Identity['role'];
  readonly matched: readonly ContactKey[];
  /** Undefined where the kind does not say: then nothing holds (law 9). */
  readonly identity: Identity | undefined;
}

/**
 * Why a merge, a conversion or an archival would strike somebody else than the plan meant (law 8); empty where it would not. Whoever got
 * the place of the lead, or of the user that it goes into, is not that one any more. A plan of an older version does not say
 * what it matched; merges are of leads into users all the same.
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

/** Who left every set is archived for the tags that they carry: another may say that a set of somebody else holds them by now. */
function tagsChanged({ context }: Change, { tags }: Live): readonly string[] {
  const held = context?.held_tags;
  if (held === undefined || (tags !== undefined && sameMembers(held, tags))) return [];
  return ['it carries other tags than when the plan was made, so another set may hold it'];
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const members = new Set(b);
  return members.size === new Set(a).size && a.every((one) => members.has(one));
}

/** The same of a conversion that somebody made already: it has what was planned, and what else it was matched by. */
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
