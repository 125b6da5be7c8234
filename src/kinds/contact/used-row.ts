import type { WireAdmin, WireContact } from '../people/wire-contact.ts';
import { pickedRow } from '../wire/picked-row.ts';

/** What a plan uses of a contact, without its lists. */
export function usedContact(row: WireContact): WireContact {
  return pickedRow(row, [
    'id',
    'role',
    'external_id',
    'email',
    'phone',
    'name',
    'avatar',
    'owner_id',
    'signed_up_at',
    'last_seen_at',
    'created_at',
    'unsubscribed_from_emails',
    'custom_attributes',
  ]);
}

export function usedAdmin(row: WireAdmin): WireAdmin {
  return pickedRow(row, ['id', 'email']);
}
