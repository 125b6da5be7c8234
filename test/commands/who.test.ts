import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Render } from '../../src/commands/render.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { ProjectFolder } from './project-folder.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const FILES = {
  'interform.yaml': `${HEAD}Project\nmanifests: [{ folder: crm, owner: revops }]\n`,
  'crm/attributes.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  plan: { type: string }\n  seats: { type: integer }\n`,
  'crm/tags.yaml': `${HEAD}Tags\ntags: [vip, beta, set-beta]\n`,
  'crm/beta.yaml': `${HEAD}ContactSet\nname: beta\nprecedence: 10\nprune: { owner_tag: set-beta, action: untag }\ndefaults: { tags: [beta] }\nsource: { file: data/beta.csv }\n`,
  'crm/data/beta.csv':
    'external_id,email,custom_attributes.plan\ngrace,grace@acme.test,free\nada,Ada@acme.test,pro\n',
  'crm/known.yaml': `${HEAD}ContactSet\nname: known\nowner: support\ncontacts:\n  - { external_id: ada, name: Ada, tags: [vip], custom_attributes: { plan: free, seats: 5 } }\n  - { id: 66b1, email: joan@acme.test }\n`,
  'crm/mail.yaml': `${HEAD}ContactSet\nname: mail\ncontacts:\n  - { email: ada@acme.test, custom_attributes: { seats: 7 } }\n  - { email: family@acme.test, external_id: linus }\n  - { email: family@acme.test, external_id: tove }\n`,
};

let project: ProjectFolder;

beforeEach(() => {
  project = new ProjectFolder(FILES);
});

afterEach(() => project.remove());

const terminal = (env = {}) => fakeTerminal({ cwd: project.path, env });
const render = (...argv: string[]) => runCommand(Render, argv, terminal());

async function people(key: string) {
  const { out, exit } = await render('--json', '--who', key);
  expect(exit, out).toBe(0);
  return JSON.parse(out);
}

describe('render --who', () => {
  it.each(['ada', 'ADA@acme.test'])('says who declares %s, what counts and what lost', async (key) => {
    const found = await people(key);
    expect(found.items.map(({ address }: { address: string }) => address).sort()).toEqual([
      'contact/beta/ada',
      'contact/known/ada',
      'contact/mail/ada%40acme.test',
    ]);
    expect(found.people).toHaveLength(1);
    const [{ declarations, fields, owner_tags }] = found.people;
    expect(declarations).toEqual([
      {
        ...{ address: 'contact/beta/ada', set: 'beta', precedence: 10, owner: 'revops' },
        ...{ owner_tag: 'set-beta', file: 'crm/data/beta.csv', line: 3, row: 2 },
      },
      {
        ...{ address: 'contact/known/ada', set: 'known', precedence: 0, owner: 'support' },
        ...{ file: 'crm/known.yaml', line: 6 },
      },
      {
        ...{ address: 'contact/mail/ada%40acme.test', set: 'mail', precedence: 0, owner: 'revops' },
        ...{ file: 'crm/mail.yaml', line: 5 },
      },
    ]);
    expect(fields['custom_attributes.plan']).toMatchObject({
      ...{ value: 'pro', address: 'contact/beta/ada', file: 'crm/data/beta.csv', row: 2 },
      lost: [{ value: 'free', address: 'contact/known/ada', file: 'crm/known.yaml', line: 6 }],
    });
    expect(fields['custom_attributes.plan']).not.toHaveProperty('undecided');
    expect(fields['custom_attributes.seats']).toMatchObject({ value: 5, undecided: true });
    expect(fields['tags']).toMatchObject({ value: ['beta', 'vip'], united: [{}, {}] });
    expect(fields['email']).not.toHaveProperty('lost');
    expect(owner_tags).toEqual(['set-beta']);
  });

  it('finds people by id', async () => {
    expect((await people('66b1')).people[0].declarations).toMatchObject([{ set: 'known' }]);
  });

  it('shows each of several who share an email', async () => {
    const { people: found } = await people('family@acme.test');
    expect(found).toMatchObject([
      { declarations: [{ address: 'contact/mail/linus' }] },
      { declarations: [{ address: 'contact/mail/tove' }] },
    ]);
  });

  it('says so where nobody is declared, with the nearest', async () => {
    const { exit, out } = await render('--json', '--who', 'grac@acme.test');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      exit: 1,
      people: [],
      items: [],
      diagnostics: [{ code: 'nobody-declared', detail: 'did you mean "grace@acme.test"?' }],
    });
  });

  it('reads well', async () => {
    const { out } = await render('--who', 'ada');
    expect(out).toBe(`Declared by 3 contact sets, the highest precedence first:
  contact/beta/ada  set beta, precedence 10, owner revops, owner tag set-beta  crm/data/beta.csv row 2
  contact/known/ada  set known, precedence 0, owner support  crm/known.yaml:6
  contact/mail/ada%40acme.test  set mail, precedence 0, owner revops  crm/mail.yaml:5

What counts:
  external_id              ada            crm/data/beta.csv row 2
  email                    Ada@acme.test  crm/data/beta.csv row 2
  name                     Ada            crm/known.yaml:6
  custom_attributes.plan   pro            crm/data/beta.csv row 2
                           free           crm/known.yaml:6  lost
  custom_attributes.seats  5              crm/known.yaml:6  undecided: sets of equal precedence disagree
                           7              crm/mail.yaml:5  disagrees
  tags                     beta           crm/beta.yaml:6  united
                           vip            crm/known.yaml:6

Owner tags: set-beta.
`);
  });

  it('masks as render does', async () => {
    const env = { CI: 'true', INTERFORM_MASK_KEY: 'k' };
    const { out, err } = await runCommand(Render, ['--who', 'ada'], terminal(env));
    expect(out).toContain('Declared by 3');
    expect(`${out}${err}`).not.toMatch(/acme\.test|Ada/);
    const json = await runCommand(Render, ['--who', 'ada', '--json', '--mask'], terminal(env));
    expect(json.out).toContain('"people"');
    expect(json.out).not.toMatch(/acme\.test|Ada@|"Ada"/);
    const nobody = await runCommand(Render, ['--who', 'grac@acme.test'], terminal(env));
    expect(`${nobody.out}${nobody.err}`).toContain('nobody-declared');
    expect(`${nobody.out}${nobody.err}`).not.toContain('acme.test');
  });
});
