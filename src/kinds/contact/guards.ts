import { type Change, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { KindGuards } from '../../types/kind/guards.ts';
import { resubscribes } from '../people/resubscribes.ts';

export const contactGuards: KindGuards = {
  resubscribe: resubscribes,
  rekey: (change) => (isRekey(change) ? 1 : 0),
  create: ({ action }) => (action === 'create' ? 1 : 0),
  update: ({ action }) => (action === 'update' ? 1 : 0),
};

/**
 * Whether an identifying value is replaced by another: filling an empty one does not count, nor does clearing, nor a
 * conversion. A person counts once, however many keys change.
 */
function isRekey(change: Change): boolean {
  if (change.action === 'convert') return false;
  return ['email', 'phone', 'external_id'].some((path) => {
    const field = change.fields[path];
    if (field === undefined || isMembership(field)) return false;
    const before = keyText(path, field.before ?? null);
    const after = keyText(path, field.after);
    return before !== '' && after !== '' && before !== after;
  });
}

/** Emails compare trimmed and case-insensitively (design 4). */
function keyText(path: string, value: Json): string {
  if (value === null) return '';
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return path === 'email' ? text.toLowerCase() : text;
}
