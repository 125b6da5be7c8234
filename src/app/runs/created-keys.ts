import { kinds } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { ContactKey } from '../../types/contact-key.ts';

/** By what the contact that a change creates will be found; none for every other change. */
export function createdKeys(change: Change): readonly ContactKey[] {
  if (change.action !== 'create') return [];
  const kind = kinds.find(({ name }) => name === change.kind);
  const [create] = kind?.steps(change) ?? [];
  return create === undefined ? [] : (kind?.findableBy?.(change, create) ?? []);
}

/** Nothing refuses a second one: two leads, or two users without external_id, can hold one email (intercom 4.4). */
export function isByEmailOnly(keys: readonly ContactKey[]): boolean {
  return keys.length > 0 && keys.every(({ field }) => field === 'email');
}
