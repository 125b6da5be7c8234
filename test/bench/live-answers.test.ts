import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, contactNumber, TAG } from '../../bench/contacts.js';
import { liveAnswers } from '../../bench/live-answers.js';
import { createEmulator } from '../../src/emulator/index.ts';

/** What the stand-in of the benchmarks says of ten contacts, and what the emulator says of the same ten. */
function both({ tags = false } = {}) {
  const live = 10;
  const answers = liveAnswers({ live, tags });
  const emulator = createEmulator({
    rateLimit: 0,
    now: () => 1_734_537_243_000,
    seed: {
      app: { timezone: 'UTC' },
      attributes: Object.entries(ATTRIBUTES).map(([name, data_type], index) => ({
        id: index + 1,
        model: 'contact',
        name,
        data_type: data_type as 'string',
      })),
      tags: tags ? [TAG] : [],
      contacts: Array.from({ length: live }, (_, n) => ({
        ...contactNumber(n),
        custom_attributes: JSON.parse(JSON.stringify(contactNumber(n).custom_attributes)),
        tags: tags ? [TAG.name] : [],
      })),
    },
  });
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = { method, headers: { Authorization: 'Bearer of-ada', 'Intercom-Version': '2.16' } };
    const sent = body === undefined ? init : { ...init, body: JSON.stringify(body) };
    return (await emulator.fetch(`https://api.intercom.io${path}`, sent)).text();
  };
  return { answers, ask };
}

const keys = (field: string, ...values: readonly string[]) =>
  values.map((value) => ({ field, operator: '=', value }));

describe('the stand-in for Intercom that benchmarks plan against', () => {
  it.each([false, true])('shows everybody as the emulator does, tags: %s', async (tags) => {
    const { answers, ask } = both({ tags });
    const query = { operator: 'OR', value: keys('external_id', ...[9, 3, 0, 7].map((n) => `customer-${n}`)) };
    const body = { query, sort: { field: 'created_at', order: 'ascending' }, pagination: { per_page: 150 } };
    const shown = answers.search(body);
    expect(JSON.parse(shown).data).toHaveLength(4);
    expect(shown).toBe(await ask('POST', '/contacts/search', body));
  });

  it.each(['/me', '/tags', '/admins'])('answers %s as the emulator does', async (path) => {
    const { answers, ask } = both({ tags: true });
    expect(answers.get(path)).toBe(await ask('GET', path));
  });

  it('lists the custom attributes as the emulator does', async () => {
    const { answers, ask } = both();
    const path = '/data_attributes?include_archived=true';
    const custom = JSON.parse(await ask('GET', path)).data.filter((row: { custom: boolean }) => row.custom);
    expect(JSON.parse(answers.get(path) ?? '').data).toEqual(
      custom.filter(({ model }: { model: string }) => model === 'contact'),
    );
  });

  it('finds by nested groups of any key, each contact once, and nobody whom it does not hold', async () => {
    const { answers, ask } = both();
    const { id } = contactNumber(4);
    const groups = [
      keys('email', 'person-2@acme.test', 'PERSON-3@acme.test', 'person-10@acme.test'),
      keys('id', id, 'customer-1'),
      keys('external_id', 'customer-4', 'customer-1', 'nobody'),
    ];
    const query = { operator: 'OR', value: groups.map((value) => ({ operator: 'OR', value })) };
    const body = { query, sort: { field: 'created_at', order: 'ascending' }, pagination: { per_page: 150 } };
    const shown = answers.search(body);
    expect(JSON.parse(shown).total_count).toBe(4);
    expect(shown).toBe(await ask('POST', '/contacts/search', body));
  });

  it('pages through a look-up and a scan as the emulator does', async () => {
    const { answers, ask } = both({ tags: true });
    const queries = [
      { field: 'tag_id', operator: '=', value: TAG.id },
      { operator: 'OR', value: keys('external_id', ...[1, 2, 5, 6, 8].map((n) => `customer-${n}`)) },
    ];
    let pages = 0;
    for (const query of queries) {
      let starting_after: string | undefined;
      do {
        const pagination = { per_page: 4, ...(starting_after === undefined ? {} : { starting_after }) };
        const body = { query, sort: { field: 'created_at', order: 'ascending' }, pagination };
        const shown = answers.search(body);
        expect(shown).toBe(await ask('POST', '/contacts/search', body));
        starting_after = JSON.parse(shown).pages.next?.starting_after;
        pages += 1;
      } while (starting_after !== undefined);
    }
    expect(pages).toBe(3 + 2);
  });
});
