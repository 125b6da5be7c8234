import type { WireAdmin, WireAttribute, WireCompany, WireContact, WireTag } from '../../types/intercom.ts';

/** What a plan uses of an attribute. */
export function attributeRow(row: WireAttribute): WireAttribute {
  return picked(row, [
    'id',
    'model',
    'name',
    'full_name',
    'description',
    'data_type',
    'options',
    'archived',
    'custom',
    'api_writable',
    'messenger_writable',
  ]);
}

export function tagRow(row: WireTag): WireTag {
  return picked(row, ['id', 'name']);
}

export function adminRow(row: WireAdmin): WireAdmin {
  return picked(row, ['id', 'email']);
}

export function companyRow(row: WireCompany): WireCompany {
  const company = picked(row, [
    'id',
    'company_id',
    'name',
    'size',
    'website',
    'industry',
    'monthly_spend',
    'remote_created_at',
    'custom_attributes',
  ]);
  const { plan, tags } = row;
  return {
    ...company,
    ...(plan?.name === undefined ? {} : { plan: { name: plan.name } }),
    ...(tags === undefined ? {} : { tags: { tags: tags.tags.map(tagRow) } }),
  };
}

export function contactRow(row: WireContact): WireContact {
  return picked(row, [
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

/** The row with these keys and no others, in this order; keys that it lacks stay absent. */
function picked<T extends object>(row: T, keys: readonly (keyof T & string)[]): T {
  // What is left out is optional in the type, or read back as absent.
  return Object.fromEntries(keys.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]]))) as T;
}
