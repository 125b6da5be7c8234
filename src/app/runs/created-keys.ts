import { kinds } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { ContactKey } from '../../types/contact-key.ts';

/** The keys by which the contact that a change creates can be found; empty for every other change. */
export function createdKeys(change: Change): readonly ContactKey[] {
  if (change.action !== 'create') return [];
  const kind = kinds.find(({ name }) => name === change.kind);
  const [create] = kind?.steps(change) ?? [];
  return create === undefined ? [] : (kind?.findableBy?.(change, create) ?? []);
}

/**
 * True where only emails identify the contact, so that Intercom would accept a second create: two leads, or two users without
 * external_id, can have the same email (intercom 4.4).
 */
export function isByEmailOnly(keys: readonly ContactKey[]): boolean {
  return keys.length > 0 && keys.every(({ field }) => field === 'email');
}
