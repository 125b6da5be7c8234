// The people of the import benchmarks: what is live, what is declared, and what a script has to do for each.

/** Of a hundred people: new, changed, leads to be merged; the others are equal. */
export const MIXED = { fresh: 30, changed: 20, leads: 5 };
export const ALL_NEW = { fresh: 100, changed: 0, leads: 0 };

const COMPANIES = 50;
const CREATED = 1_700_000_000;

/** Person `n`, with what becomes of it: `fresh`, `changed`, `lead` or `equal`. */
export function personNumber(n, { fresh, changed, leads }) {
  const at = n % 100;
  const fate =
    at < fresh ? 'fresh' : at < fresh + changed ? 'changed' : at < fresh + changed + leads ? 'lead' : 'equal';
  return {
    fate,
    external_id: `customer-${n}`,
    email: `person-${n}@acme.test`,
    name: `Person ${n}`,
    company: `company-${n % COMPANIES}`,
  };
}

/** The workspace before: tag and companies are there, and everybody who is not new. */
export function seedOf(count, mix) {
  const people = Array.from({ length: count }, (_, n) => personNumber(n, mix));
  const isPlain = mix.fresh === 100;
  return {
    tags: [{ id: '7', name: 'customer' }],
    companies: Array.from({ length: COMPANIES }, (_, n) => ({ company_id: `company-${n}`, name: `C ${n}` })),
    contacts: people.flatMap((person, n) => liveOf(person, n)),
    ...(isPlain ? { companies: [] } : {}),
  };
}

function liveOf({ fate, external_id, email, name, company }, n) {
  if (fate === 'fresh') return [];
  const user = {
    ...{ id: `u${n}`, role: 'user', external_id, email, created_at: CREATED + n },
    ...{ name: fate === 'changed' ? 'Another' : name, tags: ['customer'], companies: [company] },
  };
  if (fate !== 'lead') return [user];
  return [user, { id: `l${n}`, role: 'lead', email, name, created_at: CREATED + n + 1 }];
}

/** The manifests of the same people. */
export function manifestsOf(mix) {
  const isPlain = mix.fresh === 100;
  return `apiVersion: interform/v1
kind: Tags
tags: [customer]
---
apiVersion: interform/v1
kind: ContactSet
name: people
${isPlain ? '' : 'defaults: { tags: [customer] }\nidentity: { leads: absorb }\n'}source:
  file: people.csv
  columns:
    external_id: external_id
    email: email
    name: name
${isPlain ? '' : '    companies: company\n'}`;
}

export function rowsOf(count, mix) {
  const rows = Array.from({ length: count }, (_, n) => {
    const { external_id, email, name, company } = personNumber(n, mix);
    return `${external_id},${email},${name},${company}`;
  });
  return `external_id,email,name,company\n${rows.join('\n')}\n`;
}
