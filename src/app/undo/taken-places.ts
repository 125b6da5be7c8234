import { isOfSets } from '../../kinds/declared/sets.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { addressSegments } from '../../types/address.ts';
import type { Change } from '../../types/change.ts';
import type { ContactKey } from '../../types/contact-key.ts';

/**
 * Address → lead, for archived contacts whose email a live lead has now. Intercom allows that, unlike a second user, so after
 * an unarchive the contact would be there twice.
 */
export async function takenPlaces(
  inverses: readonly Change[],
  reader: Pick<PeopleCalls, 'contacts'>,
): Promise<ReadonlyMap<string, string>> {
  const back = inverses.filter(({ kind, action }) => isOfSets(kind) && action === 'unarchive');
  const keys = [...new Set(back.flatMap(emailsOf))].map((value): ContactKey => ({ field: 'email', value }));
  if (keys.length === 0) return new Map();
  const { contacts } = await reader.contacts(keys);
  const leads = contacts.filter(({ role }) => role === 'lead');
  const taken = new Map<string, string>();
  for (const inverse of back) {
    const emails = new Set(emailsOf(inverse));
    const other = leads.find(({ id, email }) => id !== inverse.id && emails.has(spelled(email ?? '')));
    if (other !== undefined) taken.set(inverse.address, other.id);
  }
  return taken;
}

/** A lead without an external_id has its email as the last segment of its address. */
function emailsOf({ address, also }: Change): readonly string[] {
  return [address, ...also]
    .map((one) => spelled(addressSegments(one)[2] ?? ''))
    .filter((key) => key.includes('@'));
}

function spelled(email: string): string {
  return email.trim().toLowerCase();
}
