import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openProject, type TestProject } from './project.ts';

let project: TestProject;
afterEach(() => project.remove());

async function setOf(file: string, content: string, argv: readonly string[] = []) {
  project = openProject({ [`data/${file}`]: content });
  const run = await project.run([`data/${file}`, '--out', 'migrations/people.yaml', ...argv]);
  expect(run.exit).toBe(0);
  return { ...run, set: project.documents('migrations/people.yaml').at(-1) };
}

const people = (header: string, values: readonly string[]) =>
  `email,${header}\n${values.map((value, at) => `p${at}@acme.test,${value}`).join('\n')}\n`;

describe('a column of roles', () => {
  it.each([
    ['Type', ['User', 'Lead'], { column: 'Type', values: { User: 'user', Lead: 'lead' } }],
    ['role', ['user', 'lead'], 'role'],
    ['Lead/User', ['Users', 'Leads'], { column: 'Lead/User', values: { Users: 'user', Leads: 'lead' } }],
    [
      'Contact Type',
      ['Customer', 'Lead'],
      { column: 'Contact Type', values: { Customer: 'user', Lead: 'lead' } },
    ],
    [
      'User type',
      ['customer', 'prospect'],
      { column: 'User type', values: { customer: 'user', prospect: 'lead' } },
    ],
    ['traits.role', ['lead', 'lead'], 'traits.role'],
  ])('named %s becomes role', async (header, values, written) => {
    const { set, err, out } = await setOf('people.csv', people(header, values));
    expect(err).toBe('');
    expect(set.source.columns.role).toEqual(written);
    expect(out).toMatch(/role .*of 2 are leads/);
    expect((await project.findings()).errors).toEqual([]);
  });

  it.each([
    ['Type', ['Gold', 'Silver'], false],
    ['Role', ['admin', 'member'], false],
    ['Lifecycle Stage', ['Lead', 'Opportunity', 'Customer'], true],
    ['Type', ['Lead', 'Partner'], true],
  ])(
    'named %s that holds %s is no role; that it speaks of leads is said: %s',
    async (header, values, said) => {
      const { set, err } = await setOf('people.csv', people(header, values));
      expect(set.source.columns.role).toBeUndefined();
      expect(err.includes('warning[role-unclear]')).toBe(said);
    },
  );

  it('in other words is doubtful', async () => {
    const { out } = await setOf('people.csv', people('Lifecycle Stage', ['Customer', 'Lead']));
    expect(out.replace(/\s+/g, ' ')).toContain('Lifecycle Stage role role doubtful 1 of 2 are leads');
  });

  it('can be named', async () => {
    const { set } = await setOf('people.csv', people('What', ['User', 'Lead']), ['--column', 'role=What']);
    expect(set.source.columns.role).toEqual({ column: 'What', values: { User: 'user', Lead: 'lead' } });
    expect((await project.findings()).errors).toEqual([]);
  });

  it('counts less than --role, which says what everybody is', async () => {
    const { set } = await setOf('people.csv', people('Type', ['User', 'Lead']), ['--role', 'lead']);
    expect(set.source.columns.role).toBeUndefined();
    expect(set.defaults.role).toBe('lead');
  });

  it('keeps the lead of the tutorial, and its companies', async () => {
    const content = readFileSync(new URL('../../migrations/data/contacts.json', import.meta.url), 'utf8');
    const { set, err } = await setOf('contacts.json', content);
    expect(err).toBe('');
    expect(set.source.columns).toMatchObject({
      ...{ role: 'role', external_id: 'id', email: 'email', companies: 'company_id' },
      custom_attributes: { pronouns: 'custom_attributes.pronouns' },
    });
  });
});
