import { type Change, type FieldChange, isMembership, isRetype } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { GuardVerb } from '../../types/plan.ts';

/** What changes come to, verb by verb. */
export type GuardCounts = Readonly<Record<GuardVerb, number>>;

/** How often one change counts for a verb (DESIGN 6.4). It may count for several. */
export function countOf(change: Change, verb: GuardVerb): number {
  return COUNTERS[verb](change);
}

const COUNTERS: Readonly<Record<GuardVerb, (change: Change) => number>> = {
  archive: (change) => one(change.action === 'archive'),
  merge: (change) => one(change.action === 'merge' || change.kind === 'merge'),
  convert: (change) => one(change.action === 'convert'),
  drop_option: droppedOptions,
  retype: (change) => one(isRetype(change)),
  resubscribe: (change) => one(isPerson(change) && resubscribes(change.fields['unsubscribed_from_emails'])),
  // Rows that are left out are no changes: they are counted where they are read.
  skip: () => 0,
  rekey: (change) => one(isRekey(change)),
  detach: detachedMemberships,
  create: (change) => one(change.kind === 'contact' && change.action === 'create'),
  update: (change) => one(change.kind === 'contact' && change.action === 'update'),
};

/** One for each option that contacts may still hold and that the list will no longer offer. */
function droppedOptions(change: Change): number {
  const field = change.fields['options'];
  if (change.kind !== 'attribute' || field === undefined || isMembership(field)) return 0;
  const kept = new Set(listOf(field.after));
  return listOf(field.before ?? null).filter((option) => !kept.has(option)).length;
}

/** Anything but true after true: a person who said no would be written to again. */
function resubscribes(field: FieldChange | undefined): boolean {
  return field !== undefined && !isMembership(field) && field.before === true && field.after !== true;
}

/**
 * From one value to another: filling an empty one does not count, neither does clearing, nor a conversion. A person
 * counts once, however many keys change.
 */
function isRekey(change: Change): boolean {
  if (change.kind !== 'contact' || change.action === 'convert') return false;
  return ['email', 'phone', 'external_id'].some((path) => {
    const field = change.fields[path];
    if (field === undefined || isMembership(field)) return false;
    const before = keyText(path, field.before ?? null);
    const after = keyText(path, field.after);
    return before !== '' && after !== '' && before !== after;
  });
}

/** Emails compare trimmed and case-insensitively (DESIGN section 4). */
function keyText(path: string, value: Json): string {
  if (value === null) return '';
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return path === 'email' ? text.toLowerCase() : text;
}

function detachedMemberships(change: Change): number {
  return Object.values(change.fields).reduce(
    (sum, field) => sum + (isMembership(field) ? field.remove.length : 0),
    0,
  );
}

function isPerson(change: Change): boolean {
  return change.kind === 'contact' || change.kind === 'merge';
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function one(counts: boolean): number {
  return counts ? 1 : 0;
}

export function noCounts(): Record<GuardVerb, number> {
  return {
    archive: 0,
    merge: 0,
    convert: 0,
    drop_option: 0,
    retype: 0,
    resubscribe: 0,
    skip: 0,
    rekey: 0,
    detach: 0,
    create: 0,
    update: 0,
  };
}
