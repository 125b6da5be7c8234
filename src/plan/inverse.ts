import { type Change, type FieldChange, isMembership, type MembershipChange } from '../types/change.ts';
import type { Json } from '../types/json.ts';
import type { Current } from '../types/kind.ts';
import type { Undoing } from '../types/undoing.ts';

/** A change that a run made, and the live state of its item now. */
export interface Made {
  /** As the journal recorded it. */
  readonly change: Change;
  /** Intercom's id of the item. */
  readonly id: string;
  /** For a contact that was unarchived because it is declared: the values that it found there. */
  readonly unarchived?: Readonly<Record<string, Json>>;
  readonly current: Current;
}

export interface InverseOptions {
  readonly undoing: Undoing | undefined;
  /** Whether two values of a field mean the same to Intercom. */
  readonly same: (field: string, a: Json, b: Json) => boolean;
}

/** The change that undoes another one, and what it cannot or must not undo. */
export interface Inverse {
  /** Undefined where there is nothing to do. */
  readonly change?: Change;
  /** Why something can never be undone. */
  readonly impossible: readonly string[];
  /** What others have changed since, and what therefore stays as it is. */
  readonly leftAlone: readonly string[];
}

/**
 * Undoes one change. A field is put back only where it still holds what the run wrote:
 *
 *     live                       then
 *     what the run wrote         back to what was before
 *     what was before            nothing
 *     anything else              left alone
 */
export function inverseOf(made: Made, options: InverseOptions): Inverse {
  const { change, current } = made;
  const rule = ruleOf(change, options);
  if (typeof rule === 'object') return refused(rule.never);
  if (current.state === 'merged') return alone('it was merged into another contact since');
  if (made.unarchived !== undefined) return reversed(made, rule, options, made.unarchived);
  if (change.action === 'create') return inverseOfCreate(made, rule, options);
  if (rule === 'unarchive') {
    // An archived contact cannot be read, so its values are put back without comparing them.
    if (current.state === 'absent' && current.gone !== true)
      return inverse(made, rule, unseen(change.fields), options);
    if (current.state === 'absent') return alone('it is no longer there');
    // It was unarchived since. What the run wrote besides the archival is still undone.
    return reversed(made, isArchived(current) === false ? 'update' : rule, options);
  }
  return current.state === 'absent' ? alone('it is no longer there') : reversed(made, rule, options);
}

function ruleOf(
  { action }: Change,
  { undoing }: InverseOptions,
): Change['action'] | { readonly never: string } {
  if (action === 'delete') return { never: 'a deletion is final: Intercom cannot bring it back' };
  return undoing?.of[action] ?? { never: 'there is no way to take it back' };
}

const NOTHING: Inverse = { impossible: [], leftAlone: [] };

function refused(reason: string): Inverse {
  return { impossible: [reason], leftAlone: [] };
}

function alone(reason: string): Inverse {
  return { impossible: [], leftAlone: [reason] };
}

/** Archives what the run created, unless it has been edited since. */
function inverseOfCreate(made: Made, action: Change['action'], options: InverseOptions): Inverse {
  const { change, current } = made;
  if (current.state !== 'live' || isArchived(current) === true) return NOTHING;
  const edited = Object.entries(change.fields).flatMap(([path, field]) => {
    if (isMembership(field)) return [];
    return options.same(path, current.fields.get(path) ?? null, field.after) ? [] : [path];
  });
  if (edited.length > 0) return alone(`${edited.join(', ')} changed since it was created`);
  return inverse(made, action, { archived: { before: false, after: true } }, options);
}

/** The fields exchanged, without a look at live values. */
function unseen(fields: Change['fields']): Change['fields'] {
  return Object.fromEntries(
    Object.entries(fields).map(([path, field]): [string, FieldChange] => [
      path,
      isMembership(field)
        ? { add: field.remove, remove: field.add }
        : { before: field.after, after: field.before ?? null },
    ]),
  );
}

function reversed(
  made: Made,
  action: Change['action'],
  options: InverseOptions,
  befores?: Readonly<Record<string, Json>>,
): Inverse {
  const { change, current } = made;
  if (current.state !== 'live') return NOTHING;
  const fields: Record<string, FieldChange> = {};
  const impossible: string[] = [];
  const leftAlone: string[] = [];
  for (const [path, field] of Object.entries(writtenBy(change, befores))) {
    if (befores !== undefined && path === 'archived') continue;
    if (isMembership(field)) {
      const back = membershipBack(field, current.fields.get(path), befores?.[path]);
      if (back.add.length + back.remove.length > 0) fields[path] = back;
      continue;
    }
    const before = (befores === undefined ? field.before : befores[path]) ?? null;
    const live = current.fields.get(path) ?? null;
    if (options.same(path, live, before)) continue;
    const kept = options.undoing?.keeps?.(path, before, live, { change, current });
    if (!options.same(path, live, field.after)) leftAlone.push(`${path} changed since`);
    else if (kept !== undefined) impossible.push(`${path}: ${kept}`);
    else fields[path] = { before: live, after: before };
  }
  // The create unarchived this contact, so undoing archives it again. The values go back first.
  if (befores !== undefined && leftAlone.length === 0) fields['archived'] = { before: false, after: true };
  if (Object.keys(fields).length === 0) return { impossible, leftAlone };
  return { ...inverse(made, action, fields, options), impossible, leftAlone };
}

/** The fields that a change wrote. A create that unarchives somebody also clears the fields that a new contact would not have. */
function writtenBy({ fields, context }: Change, befores: Made['unarchived']): Change['fields'] {
  if (befores === undefined) return fields;
  const cleared = (context?.clear_unarchived ?? []).map((path) => [path, { after: null }] as const);
  return { ...fields, ...Object.fromEntries(cleared) };
}

/**
 * Undoes a membership, except for names that live has changed since, and names that were there before. A list that was not read
 * counts as unchanged.
 */
function membershipBack(
  field: MembershipChange,
  live: Json | undefined,
  before: Json | undefined,
): MembershipChange {
  const held = namesIn(live);
  const had = namesIn(before);
  return {
    add: field.remove.filter((name) => held?.has(name.toLowerCase()) !== true),
    remove: field.add.filter(
      (name) => held?.has(name.toLowerCase()) !== false && had?.has(name.toLowerCase()) !== true,
    ),
  };
}

function namesIn(list: Json | undefined): ReadonlySet<string> | undefined {
  return Array.isArray(list) ? new Set(list.map((name) => String(name).toLowerCase())) : undefined;
}

const REASONS: Readonly<Record<Change['action'], string>> = {
  create: 'the run created it',
  update: 'the run changed it',
  convert: 'the run converted it',
  merge: 'the run merged it',
  archive: 'the run archived it',
  unarchive: 'the run brought it back from the archive',
  delete: 'the run deleted it',
};

function inverse(
  { change, id, current, unarchived }: Made,
  action: Change['action'],
  fields: Change['fields'],
  { undoing }: InverseOptions,
): Inverse {
  const role = current.state === 'live' ? current.role : undefined;
  const { owner_tags, owners } = change.context ?? {};
  const context = {
    ...(role === undefined ? {} : { role }),
    ...(owner_tags === undefined ? {} : { owner_tags }),
    // The limits of the teams at that time apply, besides those of the teams now.
    ...(owners === undefined ? {} : { owners }),
  };
  return {
    ...NOTHING,
    change: {
      address: change.address,
      kind: change.kind,
      action,
      id,
      requires: [],
      irreversible: undoing?.irreversible?.({ action, fields }) ?? false,
      reason: REASONS[unarchived === undefined ? change.action : 'unarchive'],
      notes: [],
      also: change.also,
      fields,
      source: null,
      ...(Object.keys(context).length === 0 ? {} : { context }),
    },
  };
}

function isArchived(current: Extract<Current, { state: 'live' }>): boolean | undefined {
  const archived = current.fields.get('archived');
  return typeof archived === 'boolean' ? archived : undefined;
}
