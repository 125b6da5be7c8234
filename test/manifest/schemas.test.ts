import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types/json.ts';
import { GUARD_VERBS } from '../../src/types/plan.ts';
import { manifestsIn, projectIn } from './load.ts';

const FILES = ['project', 'data-attributes', 'tags', 'companies', 'contact-set', 'merges'] as const;

async function schema(name: (typeof FILES)[number]): Promise<Record<string, JsonObject>> {
  return JSON.parse(await readFile(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
}

/** Every object schema and every property of a schema, by its path. */
function* parts(node: unknown, path: string): Iterable<[string, JsonObject]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [path, node as JsonObject];
  for (const [key, value] of Object.entries(node)) yield* parts(value, `${path}/${key}`);
}

describe.each(FILES)('the schema %s', (name) => {
  it('closes every map and describes every key, so that editors complete', async () => {
    let seen = 0;
    for (const [path, part] of parts(await schema(name), '')) {
      if (/\/(examples|default|x-editor)(\/|$)/.test(path)) continue;
      if (part['type'] === 'object' && path !== '/then' && !/\/if$/.test(path)) {
        expect([path, 'additionalProperties' in part]).toEqual([path, true]);
      }
      if (/\/properties\/[^/]+$/.test(path) && part['$ref'] === undefined) {
        seen++;
        expect([path, typeof part['description']]).toEqual([path, 'string']);
      }
    }
    expect(seen).toBeGreaterThan(2);
  });

  it('has examples that it accepts itself', async () => {
    const whole = await schema(name);
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile(whole);
    const examples = whole['examples'] as unknown as JsonObject[];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect([example, validate(example)]).toEqual([example, true]);
    for (const [path, part] of parts(whole, '')) {
      const inner = part['examples'];
      if (path === '' || !Array.isArray(inner) || part['type'] === undefined) continue;
      const check = ajv.compile({ ...part, $defs: whole['$defs'] });
      for (const example of inner) expect([path, example, check(example)]).toEqual([path, example, true]);
    }
  });
});

it('limits every guard verb in the project file, and of sets and teams those that count something of theirs', async () => {
  const defs = (await schema('project'))['$defs'] as JsonObject;
  const keysOf = (name: string) => Object.keys((defs[name] as JsonObject)['properties'] as JsonObject).sort();
  const limits = (...without: readonly string[]) =>
    GUARD_VERBS.filter((verb) => !without.includes(verb)).map((verb) => `max_${verb}`);
  expect(keysOf('guards')).toEqual([...limits(), 'sets', 'owners'].sort());
  expect(keysOf('set_guards')).toEqual(limits('skip', 'drop_option', 'retype', 'delete').sort());
  expect(keysOf('owner_guards')).toEqual(limits('skip').sort());
});

it('reads sources of contact sets and companies alike', async () => {
  const of = async (name: 'contact-set' | 'companies') => {
    const source = (await schema(name))['$defs']?.['source'] as JsonObject;
    const { columns: _, expect: __, ...rest } = source['properties'] as JsonObject;
    return rest;
  };
  expect(await of('companies')).toEqual(await of('contact-set'));
});

describe('the manifest language of the design', () => {
  it('accepts a project file with everything in it', async () => {
    const { project, diagnostics } = await projectIn(
      {
        'interform.yaml': `apiVersion: interform/v1
kind: Project
manifests: [migrations]
workspace: { id: ecahpwf5, region: us, token_env: INTERCOM_ACCESS_TOKEN, timezone: Europe/Dublin }
intercom_version: 2.16
environments:
  staging:    { workspace: { id: x1y2z3, token_env: INTERCOM_STAGING_TOKEN }, variables: { suffix: -staging } }
  production: { workspace: { id: ecahpwf5 } }
default_environment: staging
variables: { suffix: "" }
guards: { max_create: 500, max_merge: 50, max_detach: 5% }
rate_limit: { share: 1 }
mask_key_env: INTERFORM_MASK_KEY
`,
      },
      {},
    );
    expect(diagnostics).toEqual([]);
    expect(project).toMatchObject({
      environment: 'staging',
      intercom_version: '2.16',
      rate_limit: { share: 1 },
    });
    expect(project?.variables.get('suffix')).toBe('-staging');
  });

  it('accepts manifests with everything in them', async () => {
    const { documents, diagnostics } = await manifestsIn({
      'migrations/all.yaml': `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  pronouns: { type: string, description: The pronouns of the contact., sensitive: true }
  plan: { type: options, options: [free, pro], description: null, messenger_writable: false, archived: false, protect: true }
  seats: { description: revised }
---
apiVersion: interform/v1
kind: Tags
tags: [vip, beta]
---
apiVersion: interform/v1
kind: Companies
companies:
  acme: { name: Acme, plan: Enterprise, size: 120, monthly_spend: 990, website: https://acme.test, industry: Tools,
          remote_created_at: 2024-01-15, custom_attributes: { arr: 12000 }, tags: [vip] }
source: { file: data/companies.csv, columns: { company_id: id, name: name } }
---
apiVersion: interform/v1
kind: ContactSet
name: beta-customers
precedence: 0
defaults: { role: user, tags: [beta] }
contacts:
  - external_id: customer-9001
    email: alice@acme.test
    name: Alice Johnson
    phone: "+353871234567"
    signed_up_at: 2024-01-15T09:30:00Z
    last_seen_at: 1705311000
    owner: jane@acme.test
    custom_attributes: { plan: enterprise, company_size: 500 }
    tags: [vip]
    companies: [acme]
    archived: false
on_create: { custom_attributes: { import_batch: beta-2026-11 } }
only_if_empty: [name, signed_up_at, custom_attributes.plan]
identity: { by: [external_id, email], leads: error, users: use }
policy: { on_missing: create, on_conflict: stop, on_bad_row: stop, on_duplicate_row: stop, on_archived: stop, on_blank: ignore, shared_email: error, tags: add, companies: add }
prune: { owner_tag: set-beta-customers, action: untag }
source:
  - file: data/billing-*.csv
    format: { delimiter: ";", encoding: windows-1252, header_row: 1 }
    nulls: ["", "n/a", "NULL"]
    where: { Status: [active, trialing] }
    columns:
      external_id: Customer ID
      name: [First name, Last name]
      tags: { column: Segments, split: "," }
      signed_up_at: { column: Joined, date: DD/MM/YYYY }
      phone: { column: Phone, country: GB }
      custom_attributes:
        plan: { column: Product, values: { P-PRO-M: pro, P-ENT: enterprise }, other: error }
        mrr: { column: MRR, decimal: ",", blank: clear }
      custom_attributes.seats: Seats
    defaults: { tags: [billing] }
    expect: { min_rows: 5000, max_age: 7d, unique: [external_id] }
  - { file: data/mailchimp.csv, preset: mailchimp }
---
apiVersion: interform/v1
kind: Merges
merges:
  - { from: { id: 6657add46abd0f }, into: { external_id: customer-9001 } }
  - { from: { email: visitor@example.test }, into: { external_id: customer-9001 }, skip_duplicate_validation: true }
`,
    });
    expect(diagnostics).toEqual([]);
    expect(documents).toHaveLength(5);
  });
});
