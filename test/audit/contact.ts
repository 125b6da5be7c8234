import type { WireContact } from '../../src/kinds/people/wire-contact.ts';

let created = 1_700_000_000;

/** A contact as search answers it; each is younger than the one before. */
export function contact(values: Partial<WireContact> & { readonly id: string }): WireContact {
  created += 1;
  return {
    role: 'user',
    external_id: null,
    email: null,
    phone: null,
    name: null,
    avatar: null,
    owner_id: null,
    signed_up_at: null,
    last_seen_at: null,
    created_at: created,
    unsubscribed_from_emails: false,
    custom_attributes: {},
    ...values,
  };
}

export const lead = (values: Partial<WireContact> & { readonly id: string }) =>
  contact({ role: 'lead', ...values });
