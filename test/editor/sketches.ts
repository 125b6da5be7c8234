import type { Json } from '../../src/types/json.ts';

export function sketch(
  label: string,
  description: string,
  kind: string,
  content: { readonly [key: string]: Json },
): Json {
  return {
    label,
    description,
    sortText: `!${label}`,
    body: { apiVersion: 'interform/v1', kind, ...content },
  };
}

/** A place to type at, in order, with what stands there first. */
function at(order: number, text: string): string {
  return `\${${order}:${text}}`;
}

function oneOf(order: number, words: readonly string[]): string {
  return `\${${order}|${words.join(',')}|}`;
}

/** Whole documents, offered first where a document does not say its kind yet. A schema may have its own: `x-sketches`. */
export const SKETCHES: readonly Json[] = [
  sketch('Contacts of a data file', 'A ContactSet with rows of a CSV, JSON or XLSX file.', 'ContactSet', {
    name: at(1, 'customers'),
    source: {
      file: at(2, 'data/customers.csv'),
      columns: { external_id: at(3, 'Customer ID'), email: at(4, 'Email') },
    },
    policy: { on_missing: oneOf(5, ['skip', 'create', 'error']) },
  }),
  sketch('Contacts', 'A ContactSet with contacts that are written here.', 'ContactSet', {
    name: at(1, 'beta-customers'),
    contacts: [{ external_id: at(2, 'customer-9001'), email: at(3, 'alice@acme.test') }],
  }),
  sketch('Data attributes', 'Custom attributes of contacts or companies.', 'DataAttributes', {
    model: oneOf(1, ['contact', 'company']),
    attributes: {
      [at(2, 'pronouns')]: {
        type: oneOf(3, ['string', 'integer', 'float', 'boolean', 'date', 'datetime', 'options']),
        description: '$4',
      },
    },
  }),
  sketch('Companies', 'Companies by company_id.', 'Companies', {
    companies: { [at(1, 'acme')]: { name: at(2, 'Acme') } },
  }),
  sketch('Tags', 'Tags by name.', 'Tags', { tags: [at(1, 'vip')] }),
  sketch('Merges', 'Leads that become part of a user.', 'Merges', {
    merges: [
      { from: { email: at(1, 'visitor@example.test') }, into: { external_id: at(2, 'customer-9001') } },
    ],
  }),
];
