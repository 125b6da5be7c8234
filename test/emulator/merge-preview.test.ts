import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../../src/types/json.ts';
import { type Body, type Client, errorOf, startClient } from './client.ts';

const preview = (client: Client, body: unknown, version = '2.17') =>
  client.send('POST', '/contacts/merge/preview', body, { 'Intercom-Version': version });

const ATTRIBUTES = Array.from({ length: 60 }, (_, index) => ({
  ...{ model: 'contact' as const, name: `field ${index}`, data_type: 'string' },
}));

const seed: EmulatorSeed = {
  attributes: ATTRIBUTES,
  companies: [
    { company_id: 'acme', name: 'Acme' },
    { company_id: 'beta', name: 'Beta' },
  ],
  contacts: [
    {
      ...{ id: 'ada', external_id: 'ada', email: 'ada@acme.test', phone: '+1999', companies: ['acme'] },
      ...{ tags: ['VIP'], notes: ['One'], custom_attributes: { 'field 1': 'kept' } },
    },
    {
      ...{ id: 'lead', role: 'lead', email: 'ada@acme.test', phone: '+1555', name: 'Jo' },
      ...{ tags: ['VIP', 'Chat'], notes: ['Two', 'Three'], companies: ['beta'] },
      ...{ custom_attributes: { 'field 1': 'lost', 'field 2': 'new' } },
    },
    { id: 'stranger', role: 'lead', email: 'bob@acme.test' },
  ],
};

describe('POST /contacts/merge/preview', () => {
  it('says which fields are adopted, discarded and merged, and what moves', async () => {
    const client = startClient({ seed });
    const reply = await preview(client, { from: 'lead', into: 'ada' });
    expect(reply.body).toEqual({
      allowed: true,
      summary: {
        attribute_changes: {
          attributes: [
            {
              field: 'phone',
              outcome: 'discarded',
              from_value: '+1555',
              into_value: '+1999',
              new_into_value: '+1999',
            },
            { field: 'name', outcome: 'adopted', from_value: 'Jo', new_into_value: 'Jo' },
            {
              ...{ field: 'custom_attributes.field 1', outcome: 'discarded' },
              ...{ from_value: 'lost', into_value: 'kept', new_into_value: 'kept' },
            },
            {
              ...{ field: 'custom_attributes.field 2', outcome: 'adopted' },
              ...{ from_value: 'new', new_into_value: 'new' },
            },
            {
              ...{ field: 'companies', outcome: 'merged' },
              ...{ from_value: ['Beta'], into_value: ['Acme'], new_into_value: ['Acme', 'Beta'] },
            },
          ],
          total_count: 5,
        },
        reassignments: { tags: { from: 1, into: 1 }, notes: { from: 2, into: 1 } },
      },
    });
  });

  it('changes nothing', async () => {
    const client = startClient({ seed });
    const before = client.emulator.state.allContacts();
    await preview(client, { from: 'lead', into: 'ada' });
    expect(client.emulator.state.allContacts()).toEqual(before);
  });

  it('shows fifty attributes and counts them all', async () => {
    const custom_attributes = Object.fromEntries(ATTRIBUTES.map(({ name }) => [name, 'x']));
    const contacts = [
      { id: 'ada', email: 'ada@acme.test' },
      { id: 'lead', role: 'lead' as const, email: 'ada@acme.test', custom_attributes },
    ];
    const reply = await preview(startClient({ seed: { ...seed, contacts } }), { from: 'lead', into: 'ada' });
    const { attributes, total_count } = changesIn(reply.body);
    expect([attributes.length, total_count]).toEqual([50, 60]);
  });

  it('shows the custom attributes that are named, and all other fields', async () => {
    const named = { from: 'lead', into: 'ada', custom_attribute_names: ['field 2'] };
    const reply = await preview(startClient({ seed }), named);
    const fields = changesIn(reply.body).attributes.map(({ field }) => field);
    expect(fields).toEqual(['phone', 'name', 'custom_attributes.field 2', 'companies']);
  });

  it.each([
    [{ from: 'ada', into: 'lead' }, 'invalid_merge_role_pair'],
    [{ from: 'stranger', into: 'ada' }, 'no_shared_identifier'],
  ])('says why a merge is not allowed: %j', async (body, code) => {
    const reply = await preview(startClient({ seed }), body);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ allowed: false, reasons: [{ code }] });
  });

  it('allows strangers where that is asked for', async () => {
    const body = { from: 'stranger', into: 'ada', skip_duplicate_validation: true };
    expect((await preview(startClient({ seed }), body)).body).toMatchObject({ allowed: true });
  });

  it('refuses contacts that there are not, and is unknown before 2.17 or where it is switched off', async () => {
    const client = startClient({ seed });
    expect(errorOf(await preview(client, { from: 'nobody', into: 'ada' })).message).toBe('Contact Not Found');
    expect((await preview(client, { from: 'lead' })).status).toBe(400);
    const replies = [
      await preview(client, { from: 'lead', into: 'ada' }, '2.16'),
      await preview(startClient({ seed, switches: { mergePreview: false } }), { from: 'lead', into: 'ada' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual([404, 404]);
  });
});

const text = fc.option(fc.constantFrom('', 'a', 'b', 'A'), { nil: null });
const person = fc.record({
  email: fc.option(fc.constantFrom('ada@acme.test', 'ADA@acme.test', 'bob@acme.test'), { nil: null }),
  phone: fc.option(fc.constantFrom('+1', '+2'), { nil: null }),
  name: text,
  signed_up_at: fc.option(fc.constantFrom(1, 2), { nil: null }),
  tags: fc.uniqueArray(fc.constantFrom('VIP', 'Chat', 'New')),
  notes: fc.array(fc.constantFrom('One', 'Two'), { maxLength: 2 }),
  companies: fc.uniqueArray(fc.constantFrom('acme', 'beta')),
  custom_attributes: fc.dictionary(fc.constantFrom('field 0', 'field 1'), fc.constantFrom('x', 'y')),
});

describe('what a preview says', () => {
  it('is what the merge does, and nothing else changes', async () => {
    await fc.assert(
      fc.asyncProperty(person, person, fc.boolean(), async (user, lead, skip) => {
        const contacts = [
          { ...user, id: 'user' },
          { ...lead, id: 'lead', role: 'lead' as const },
        ];
        const client = startClient({ seed: { ...seed, contacts } });
        const body = { from: 'lead', into: 'user', skip_duplicate_validation: skip };
        const said = (await preview(client, body)).body;
        const before = shown(await client.send('GET', '/contacts/user'), client);
        const merged = await client.send('POST', '/contacts/merge', body);
        expect(merged.status).toBe(said['allowed'] === true ? 200 : 400);
        if (said['allowed'] !== true) return;
        const after = shown(await client.send('GET', '/contacts/user'), client);
        const { attributes } = changesIn(said);
        const expected = { ...before };
        for (const { field, new_into_value } of attributes) expected[field] = new_into_value ?? null;
        expect(after).toEqual({ ...expected, ...counts(said, before) });
      }),
      { numRuns: 200 },
    );
  });
});

interface Change {
  readonly field: string;
  readonly new_into_value?: Json;
}

function changesIn(body: Body): { readonly attributes: readonly Change[]; readonly total_count: number } {
  const { summary } = body as unknown as { summary: { attribute_changes: ReturnType<typeof changesIn> } };
  return summary.attribute_changes;
}

/** How many tags and notes there must be after the merge. */
function counts(said: Body, before: JsonObject): JsonObject {
  const { summary } = said as unknown as { summary: { reassignments: Record<string, { from: number }> } };
  const after = (name: string) => Number(before[name]) + (summary.reassignments[name]?.from ?? 0);
  return { tags: after('tags'), notes: after('notes') };
}

/** The user in the terms of a preview. */
function shown(reply: { readonly body: Body }, { emulator }: Client): Record<string, Json> {
  const { email, phone, name, signed_up_at, custom_attributes } = reply.body as unknown as JsonObject;
  const state = emulator.state.contact('user');
  const names = new Map([
    ['acme', 'Acme'],
    ['beta', 'Beta'],
  ]);
  return {
    ...{ email: email ?? null, phone: phone ?? null, name: name ?? null, signed_up_at: signed_up_at ?? null },
    ...Object.fromEntries(
      Object.entries(isJsonObject(custom_attributes) ? custom_attributes : {}).map(([key, value]) => [
        `custom_attributes.${key}`,
        value,
      ]),
    ),
    companies: (state?.companies ?? []).map((id) => names.get(id) ?? id),
    tags: state?.tags.length ?? 0,
    notes: state?.notes.length ?? 0,
  };
}
