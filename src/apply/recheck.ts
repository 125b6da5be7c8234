import { type Change, type FieldChange, isMembership, type MembershipChange } from '../types/change.ts';
import type { Json } from '../types/json.ts';
import type { Current } from '../types/kind.ts';
import { convertedAnother, otherThanPlanned } from './recheck-who.ts';
import { memberKey, missingReason, quoted } from './recheck-words.ts';

/** What reading a change again tells (design 7.3). */
export type Verdict =
  /** Go on with `change`, which may be less than was planned. `id`: that of the live item. */
  | { readonly state: 'proceed'; readonly change: Change; readonly id?: string }
  | { readonly state: 'already'; readonly id: string | null }
  | { readonly state: 'stale'; readonly reason: string };

export interface RecheckOptions {
  /** Whether two values of a field mean the same to Intercom. */
  readonly same: (field: string, a: Json, b: Json) => boolean;
  /** Whether a field is written by a request of its own; absent: no field is. */
  readonly alone?: ((field: string) => boolean) | undefined;
  /** Intercom id of an address, for `into`. */
  readonly idOf: (address: string) => string | undefined;
  /**
   * The fields to compare now; absent: all. An update that a merge needs is compared in two halves, since the plan has the
   * other fields as they are after the merge.
   */
  readonly only?: (field: string) => boolean;
  /** True once the first half is written. Identity was checked before that, and this plan may have changed the keys since. */
  readonly begun?: boolean;
}

/**
 * Compares the live side with what the plan saw:
 *
 *     live                     create            convert, update     archive    unarchive   merge
 *     absent, maybe archived   proceed           stale               stale      proceed     stale
 *     … beside what blocks it  stale
 *     gone                     proceed           stale               stale      stale       stale
 *     merged away              stale             stale               stale      stale       already into the
 *                                                                                           same, else stale
 *     every field is `after`   already           already             already    already     proceed
 *     … but for memberships    those alone       those alone
 *     … and for what a merge   taken off         in the other half
 *     brings                   and cleared
 *     `before`, or a mixture   stale             proceed             proceed    proceed     proceed
 *     … of fields that stand                     those that are
 *     alone                                      `before`
 *     anything else            stale             stale               stale      stale       stale
 *     … but blocked            stale             stale             stale      stale       stale
 *     not who was matched      –                 convert: stale    –          –           stale
 *     other tags than held     –                 –                 stale      –           –
 *
 * What is to be deleted and is gone already, or absent, is `already`; with another `before` it is stale.
 */
export function recheck(change: Change, current: Current, options: RecheckOptions): Verdict {
  switch (current.state) {
    case 'absent':
      if (change.action === 'create' && current.blocked !== undefined)
        return { state: 'stale', reason: current.blocked };
      if (change.action === 'create' || (change.action === 'unarchive' && current.gone !== true))
        return { state: 'proceed', change };
      if (change.action === 'delete') return { state: 'already', id: change.id };
      return { state: 'stale', reason: missingReason(change) };
    case 'merged':
      return mergedAway(change, current.into, options);
    case 'live':
      return change.action === 'delete'
        ? compareDeleted(change, current, options)
        : compare(change, current, options);
  }
}

/** Whether the whole change is left to do, so the live state is what the plan saw. */
export function confirms(verdict: Verdict, change: Change): boolean {
  if (verdict.state !== 'proceed' || verdict.change.action !== change.action) return false;
  const rest = verdict.change.fields;
  return Object.entries(change.fields).every(([path, field]) => {
    const left = rest[path];
    if (!isMembership(field)) return left !== undefined;
    if (left === undefined || !isMembership(left)) return field.add.length + field.remove.length === 0;
    return left.add.length === field.add.length && left.remove.length === field.remove.length;
  });
}

/** A merged lead is answered with 410 and the id of the user (intercom 4.7, 12.8). */
function mergedAway(change: Change, into: string | null, { idOf }: RecheckOptions): Verdict {
  if (change.action === 'merge' && into !== null) {
    const target = change.fields['into'];
    const wanted = target === undefined || isMembership(target) ? null : target.after;
    if (typeof wanted === 'string' && (wanted === into || idOf(wanted) === into)) {
      return { state: 'already', id: change.id };
    }
  }
  return {
    state: 'stale',
    reason: `it was merged into ${into ?? 'another contact'} since the plan was made`,
  };
}

function compare(
  change: Change,
  current: Extract<Current, { state: 'live' }>,
  options: RecheckOptions,
): Verdict {
  const onCreate = new Set(change.context?.on_create ?? []);
  const stale: string[] = [];
  const left: [string, FieldChange][] = [];
  const there = new Set<string>();
  let compared = 0;
  let pending = 0;
  for (const [path, field] of Object.entries(change.fields)) {
    if (options.only?.(path) === false || (change.action === 'create' && onCreate.has(path))) continue;
    if (isMembership(field)) {
      compared += 1;
      const trimmed = stillToDo(path, field, current.fields.get(path), change.action);
      if (trimmed.add.length + trimmed.remove.length > 0) left.push([path, trimmed]);
      continue;
    }
    if (change.action === 'merge' && !current.fields.has(path)) continue;
    const live = liveValue(path, current);
    compared += 1;
    if (options.same(path, live, field.after)) {
      if (change.action === 'create' && field.after === null) left.push([path, field]);
      if (options.alone?.(path) === true) there.add(path);
      continue;
    }
    pending += 1;
    if (change.action === 'create') {
      stale.push(`${path} is ${quoted(live)} and the plan wants ${quoted(field.after)}`);
    } else if (!options.same(path, live, field.before ?? null)) {
      const saw = quoted(field.before ?? null);
      stale.push(`${path} is ${quoted(live)}, the plan saw ${saw} and wants ${quoted(field.after)}`);
    }
  }
  const isDone = pending === 0 && isVisiblyDone(change, current, compared);
  if (options.begun !== true)
    stale.unshift(...(isDone ? convertedAnother : otherThanPlanned)(change, current, options.same));
  if ((!isDone || left.length > 0) && current.blocked !== undefined) stale.push(current.blocked);
  if (stale.length > 0) {
    const exists = change.action === 'create' ? 'it exists by now, but ' : '';
    return { state: 'stale', reason: exists + stale.join('; ') };
  }
  if (isDone) {
    if (left.length === 0) return { state: 'already', id: current.id };
    // Only memberships are left, and the item exists: an update.
    const rest: Change = {
      ...change,
      action: 'update',
      id: current.id,
      fields: Object.fromEntries(left),
      // The live role decides how tags are sent. It is set here because `fields` no longer holds it.
      ...(current.role === undefined ? {} : { context: { ...change.context, role: current.role } }),
    };
    return { state: 'proceed', change: rest, id: current.id };
  }
  const rest = withMemberships(withoutFields(change, there), new Map(left), options);
  return { state: 'proceed', change: rest, id: current.id };
}

/** A deletion goes only where everything is as it was. The reason names fields without their values: a result keeps no person. */
function compareDeleted(
  change: Change,
  current: Extract<Current, { state: 'live' }>,
  { same }: RecheckOptions,
): Verdict {
  const others = Object.entries(change.fields).flatMap(([path, field]) =>
    isMembership(field) || same(path, liveValue(path, current), field.before ?? null) ? [] : [path],
  );
  if (others.length === 0) return { state: 'proceed', change, id: current.id };
  return { state: 'stale', reason: `${others.join(', ')} changed since the plan was made` };
}

/** Without the fields that are already as wanted and have a request of their own, which would be made a second time. */
function withoutFields(change: Change, there: ReadonlySet<string>): Change {
  if (there.size === 0) return change;
  const fields = Object.entries(change.fields).filter(([path]) => !there.has(path));
  return { ...change, fields: Object.fromEntries(fields) };
}

/** Whether the fields prove that the change was made, given that all of them are as wanted. */
function isVisiblyDone(
  change: Change,
  current: Extract<Current, { state: 'live' }>,
  compared: number,
): boolean {
  switch (change.action) {
    case 'create':
      return true;
    case 'update':
      return compared > 0;
    case 'convert':
      return compared > 0 && (change.fields['role'] !== undefined || current.role === 'user');
    case 'archive':
    case 'unarchive':
      return change.fields['archived'] !== undefined || (change.action === 'unarchive' && compared > 0);
    case 'merge':
    case 'delete':
      return false;
  }
}

function liveValue(path: string, current: Extract<Current, { state: 'live' }>): Json {
  const live = current.fields.get(path);
  if (live !== undefined) return live;
  return path === 'role' ? (current.role ?? null) : null;
}

/**
 * The memberships that are not as wanted yet. A list that was not read counts as unknown, and nothing is left out. A create
 * keeps all removals: a new contact has no memberships, but a lead that merges into it later may bring them.
 */
function stillToDo(
  path: string,
  field: MembershipChange,
  live: Json | undefined,
  action: Change['action'],
): MembershipChange {
  if (live === undefined || !Array.isArray(live)) return field;
  const there = new Set(live.map((name) => memberKey(path, String(name))));
  return {
    add: field.add.filter((name) => !there.has(memberKey(path, name))),
    remove: field.remove.filter((name) => action === 'create' || there.has(memberKey(path, name))),
  };
}

function withMemberships(
  change: Change,
  left: ReadonlyMap<string, FieldChange>,
  { only }: RecheckOptions,
): Change {
  const fields = Object.entries(change.fields).flatMap(([path, field]): [string, FieldChange][] => {
    if (!isMembership(field) || only?.(path) === false) return [[path, field]];
    const trimmed = left.get(path);
    return trimmed === undefined ? [] : [[path, trimmed]];
  });
  return { ...change, fields: Object.fromEntries(fields) };
}
