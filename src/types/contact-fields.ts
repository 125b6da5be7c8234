/** The fields of a person that have one value, in the order of the reference. */
export const SCALAR_FIELDS = [
  'external_id',
  'email',
  'phone',
  'name',
  'avatar',
  'signed_up_at',
  'last_seen_at',
  'owner',
  'unsubscribed_from_emails',
] as const;

/** The fields of a person that a manifest or a row may hold, beside custom attributes. */
export const CONTACT_FIELDS = ['id', 'role', ...SCALAR_FIELDS, 'tags', 'companies'] as const;

/** What a field is called in plans and in Intercom, where an owner is named by id. */
export function liveField(field: string): string {
  return field === 'owner' ? 'owner_id' : field;
}
