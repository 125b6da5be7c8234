import { describe, expect, it } from 'vitest';
import { showPlan } from '../../src/commands/plan-view.ts';
import { readPage, tableRows } from '../docs/pages.ts';
import { changesOf, csvProject, findings, importing, writesOf } from './acme.ts';

const ids = 'external_id,email,name\n';
const text = (name: string) => ({ model: 'contact', name, data_type: 'string' }) as const;

/** One case for each line of the table in docs/guides/importing-contacts.md, by the name that stands there. */
const cases: Readonly<Record<string, () => Promise<void>>> = {
  'takes names whole or joined': async () => {
    const csv = 'user_id,first,last\n1,Ada,Lovelace\n2,Bob,\n';
    const world = importing(csvProject(csv, 'columns: { external_id: user_id, name: [first, last] }'));
    await world.apply();
    expect(world.people().map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bob']);
    const whole = importing(csvProject(`${ids}1,,Ada Lovelace\n`));
    await whole.apply();
    expect(whole.people().map(({ name }) => name)).toEqual(['Ada Lovelace']);
  },

  'compares emails without case and refuses what is none': async () => {
    const seed = {
      contacts: [{ role: 'user', external_id: '1', email: 'ada@acme.test', name: 'Ada' }],
    } as const;
    const same = importing(csvProject(`email,name\n" ADA@Acme.test ",Ada\n`), { seed });
    expect(changesOf(await same.plan())).toEqual([]);
    const wrong = importing(csvProject(`email,name\nada@acme.test,Ada\nbob.acme.test,Bob\n`), { seed });
    const { plan, diagnostics } = await wrong.plan();
    expect(plan).toBeUndefined();
    expect(findings(diagnostics)).toEqual([
      expect.stringMatching(/^error bad-email: .*bob\.acme\.test.*people\.csv row 2\]$/),
    ]);
  },

  'keeps user ids as they are written': async () => {
    const world = importing(csvProject('external_id\n0012345\n12345678901234567891\n1e3\n'));
    await world.apply();
    expect(world.people().map(({ external_id }) => external_id)).toEqual([
      '0012345',
      '12345678901234567891',
      '1e3',
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  },

  'reads signup dates as ISO 8601, Unix time or the form that is declared': async () => {
    const seconds = Date.UTC(2024, 11, 31) / 1000;
    const plain = importing(
      csvProject(
        `external_id,signed_up_at\n1,2024-12-31T00:00:00Z\n2,${seconds}\n3,${seconds}000\n4,2024-12-31\n`,
      ),
      { seed: { app: { timezone: 'Europe/Dublin' } } },
    );
    await plain.apply();
    expect(plain.people().map(({ signed_up_at }) => signed_up_at)).toEqual([
      seconds,
      seconds,
      seconds,
      seconds,
    ]);
    const declared = importing(
      csvProject(
        'external_id,joined\n1,31/12/2024\n',
        'columns: { external_id: external_id, signed_up_at: { column: joined, date: DD/MM/YYYY } }',
      ),
      { seed: { app: { timezone: 'America/New_York' } } },
    );
    await declared.apply();
    expect(declared.people().map(({ signed_up_at }) => signed_up_at)).toEqual([seconds + 5 * 3600]);
  },

  'fills custom attributes by column and checks every value': async () => {
    const attributes = `
---
apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro] }
  seats: { type: integer }`;
    const source = 'columns: { external_id: id, custom_attributes: { plan: Plan, seats: Seats } }';
    const world = importing(csvProject('id,Plan,Seats\n1,pro,5\n2,free,\n', source, attributes));
    await world.apply();
    expect(world.people().map(({ custom_attributes }) => custom_attributes)).toEqual([
      { plan: 'pro', seats: 5 },
      { plan: 'free' },
    ]);
    const wrong = await importing(csvProject('id,Plan,Seats\n1,Pro,five\n', source, attributes)).plan();
    expect(wrong.plan).toBeUndefined();
    expect(findings(wrong.diagnostics).filter((line) => line.endsWith('row 1]'))).toHaveLength(2);
    const unknown = await importing(csvProject('id,Plan,Seats\n1,pro,5\n', source)).plan();
    expect(findings(unknown.diagnostics).join('\n')).toMatch(
      /^error .*custom_attributes\.plan|^error .*attribute/m,
    );
  },

  'tags the whole list': async () => {
    const tagged = importing(
      csvProject(
        `${ids}1,,Ada\n2,,Bob\n`,
        '',
        'defaults: { tags: [webinar] }\n---\napiVersion: interform/v1\nkind: Tags\ntags: [webinar]',
      ),
      {
        seed: {
          tags: [{ name: 'vip' }],
          contacts: [{ role: 'user', external_id: '1', name: 'Ada', tags: ['vip'] }],
        },
      },
    );
    await tagged.apply();
    expect(tagged.people().map(({ tags }) => tags.length)).toEqual([2, 1]);
    expect(changesOf(await tagged.plan())).toEqual([]);
  },

  'updates by email whoever has no user id in the file': async () => {
    const seed = {
      contacts: [{ role: 'user', external_id: '1', email: 'ada@acme.test', name: 'Ada' }],
    } as const;
    const world = importing(csvProject('email,name\nada@acme.test,Ada Lovelace\n'), { seed });
    await world.apply();
    expect(world.people().map(({ external_id, name }) => [external_id, name])).toEqual([
      ['1', 'Ada Lovelace'],
    ]);
  },

  'finds a user without user id by email and gives it the id': async () => {
    const seed = { contacts: [{ role: 'user', email: 'ada@acme.test', name: 'Ada' }] } as const;
    const world = importing(csvProject(`${ids}1,ada@acme.test,Ada\n`), { seed });
    expect((await world.apply()).result.exit).toBe(0);
    expect(world.people().map(({ external_id, email }) => [external_id, email])).toEqual([
      ['1', 'ada@acme.test'],
    ]);
  },

  'makes no second person beside a lead with the email': async () => {
    const seed = { contacts: [{ role: 'lead', email: 'ada@acme.test', name: 'Ada' }] } as const;
    const stopped = await importing(csvProject(`${ids}1,ada@acme.test,Ada\n`), { seed }).plan();
    expect(changesOf(stopped)).toEqual([]);
    expect(findings(stopped.diagnostics)).toEqual([expect.stringMatching(/^error lead-exists/)]);
    const world = importing(csvProject(`${ids}1,ada@acme.test,Ada\n`, '', 'identity: { leads: absorb }'), {
      seed,
      allow: { convert: 1 },
    });
    await world.apply();
    expect(world.people().map(({ role, external_id }) => [role, external_id])).toEqual([['user', '1']]);
  },

  'changes an email under the same user id and counts it': async () => {
    const contacts = Array.from({ length: 11 }, (_, n) => ({
      role: 'user' as const,
      external_id: `c${n}`,
      email: `old${n}@acme.test`,
    }));
    const csv = `external_id,email\n${contacts.map((_, n) => `c${n},new${n}@acme.test\n`).join('')}`;
    const { plan } = await importing(csvProject(csv), { seed: { contacts } }).plan();
    expect(plan?.guards.find(({ verb }) => verb === 'rekey')).toMatchObject({
      count: 11,
      limit: 10,
      over: true,
    });
    const world = importing(csvProject(csv), { seed: { contacts }, allow: { rekey: 11 } });
    expect((await world.apply()).result.summary.done).toBe(11);
    expect(world.people().map(({ email }) => email)).toEqual(contacts.map((_, n) => `new${n}@acme.test`));
  },

  'never changes a user id by email unless the set says so': async () => {
    const seed = { contacts: [{ role: 'user', external_id: 'old', email: 'ada@acme.test' }] } as const;
    const csv = 'external_id,email\nnew,ada@acme.test\n';
    const refused = await importing(csvProject(csv), { seed }).plan();
    expect(changesOf(refused)).toEqual([]);
    expect(findings(refused.diagnostics)).toEqual([expect.stringMatching(/^error shared-email/)]);
    const world = importing(csvProject(csv, '', 'identity: { by: [email] }'), { seed });
    const { made } = await world.apply();
    expect(made.guards.find(({ verb }) => verb === 'rekey')?.count).toBe(1);
    expect(world.people().map(({ external_id }) => external_id)).toEqual(['new']);
  },

  'leaves alone what a blank cell would overwrite': async () => {
    const seed = {
      attributes: [text('city')],
      contacts: [
        {
          role: 'user',
          external_id: '1',
          email: 'ada@acme.test',
          name: 'Ada',
          custom_attributes: { city: 'Cork' },
        },
      ],
    } as const;
    const csv = 'external_id,email,name,custom_attributes.city\n1,,,\n';
    expect(changesOf(await importing(csvProject(csv), { seed }).plan())).toEqual([]);
    const world = importing(csvProject(csv, '', 'policy: { on_blank: clear }'), { seed });
    await world.apply();
    const [ada] = world.people();
    expect(ada).toMatchObject({ email: 'ada@acme.test', custom_attributes: { city: null } });
    expect(ada?.name ?? '').toBe('');
  },

  'takes phones with + or 00, or as they are dialled in a country': async () => {
    const world = importing(csvProject('external_id,phone\n1,+353 87 123 4567\n2,00353 87 123 4568\n'));
    await world.apply();
    expect(world.people().map(({ phone }) => phone)).toEqual(['+353871234567', '+353871234568']);
    const national = 'external_id,phone,land\n1,087 123 4567,IE\n2,020 7946 0958,GB\n';
    const refused = await importing(csvProject(national)).plan();
    expect(findings(refused.diagnostics).filter((line) => line.includes('bad-phone'))).toHaveLength(2);
    const country = 'columns: { external_id: external_id, phone: { column: phone, country_column: land } }';
    const dialled = importing(csvProject(national, country));
    await dialled.apply();
    expect(dialled.people().map(({ phone }) => phone)).toEqual(['+353871234567', '+442079460958']);
  },

  'reads files above 20 MB': async () => {
    const note = 'n'.repeat(10_000);
    const rows = Array.from({ length: 2_200 }, (_, n) => `c${n},${note}\n`).join('');
    expect(rows.length).toBeGreaterThan(20 * 1024 * 1024);
    const { plan } = await importing(csvProject(`external_id,notes\n${rows}`)).plan();
    expect(plan?.summary.create).toBe(2_200);
  },

  'imports rows without email by user id and names rows with neither': async () => {
    const world = importing(csvProject(`${ids}1,,Ada\n2,bob@acme.test,Bob\n`));
    await world.apply();
    expect(world.people().map(({ external_id }) => external_id)).toEqual(['1', '2']);
    const { plan, diagnostics } = await importing(csvProject(`${ids}1,,Ada\n,,Bob\n`)).plan();
    expect(plan).toBeUndefined();
    expect(findings(diagnostics)).toEqual([expect.stringMatching(/^error contact-without-key: .*row 2\]$/)]);
  },

  'says that live messages may fire and marks new people in the request that creates them': async () => {
    const world = importing(
      csvProject(`${ids}1,,Ada\n`, '', 'on_create: { custom_attributes: { import_batch: june } }'),
      { seed: { attributes: [text('import_batch')] } },
    );
    const { plan } = await world.plan();
    expect(String(plan && showPlan(plan, { width: 100, color: false }, undefined))).toMatch(
      /[Ll]ive messages/,
    );
    await world.apply();
    expect(writesOf(world.requests)).toEqual([
      expect.stringMatching(/^POST \/contacts \{.*"import_batch":"june"/),
    ]);
    expect(changesOf(await world.plan())).toEqual([]);
  },

  'attaches companies by column': async () => {
    const companies =
      '\n---\napiVersion: interform/v1\nkind: Companies\ncompanies:\n  acme: { name: Acme }\n  bolt: { name: Bolt }';
    const source = 'columns: { external_id: id, companies: { column: accounts, split: ";" } }';
    const world = importing(csvProject('id,accounts\n1,acme;bolt\n2,acme\n', source, companies));
    await world.apply();
    expect(world.people().map((person) => person.companies.length)).toEqual([2, 1]);
    expect(changesOf(await world.plan())).toEqual([]);
  },
};

describe("the rules of Intercom's CSV importer, one by one: interform", () => {
  it.each(Object.keys(cases))('%s', (name) => cases[name]?.());

  it('is described in the guide by a table whose lines all name their case here', () => {
    const rows = tableRows(
      readPage('docs/guides/importing-contacts.md'),
      "Intercom's importer, rule by rule",
    );
    expect(rows.length).toBeGreaterThanOrEqual(14);
    expect(rows.map((cells) => cells[2]).toSorted()).toEqual(Object.keys(cases).toSorted());
    expect(rows.filter((cells) => cells.length !== 3 || cells.includes(''))).toEqual([]);
  });
});
