import { describe, expect, it } from 'vitest';
import { errorsOf, markedIn } from './language-server.ts';

const head = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const set = `${head('ContactSet')}name: beta\n`;
const attributes = `${head('DataAttributes')}model: contact\nattributes:\n`;
const project = head('Project');

describe('a manifest that the command line refuses is marked in the editor', () => {
  it.each([
    ['a key that is none', `${set}contact: []\n`, 'contact'],
    ['a key under another name', `${set}contacts: [{ email: a@b, user_id: 7 }]\n`, 'write external_id'],
    ['a key that Intercom sets', `${set}contacts: [{ id: a, created_at: 7 }]\n`, 'by itself'],
    [
      'a key that cannot stand there',
      `${head('Merges')}merges: [{ from: { external_id: a }, into: { id: b } }]\n`,
      'random',
    ],
    ['a contact that nothing identifies', `${set}contacts: [{ name: Ada }]\n`, 'needs an external_id'],
    ['a word that is none', `${set}policy: { on_missing: ignore }\n`, '"create", "skip", "error"'],
    ['text for a number', `${set}precedence: high\n`, 'Expected "integer"'],
    ['a map for a text', `${set}contacts: [{ external_id: { a: 1 } }]\n`, 'Expected one of string'],
    ['a number for an email', `${set}contacts: [{ email: 12 }]\n`, 'Expected one of string, null'],
    ['an email without @', `${set}contacts: [{ email: ada }]\n`, 'needs one @'],
    [
      'a phone number without +',
      `${set}contacts: [{ id: a, phone: "0871234567" }]\n`,
      'such as +353871234567',
    ],
    ['prune without its action', `${set}prune: { owner_tag: set-beta }\n`, 'Missing property "action"'],
    ['a source without its file', `${set}source: { columns: { email: Email } }\n`, 'Missing property "file"'],
    [
      'a column without its name',
      `${set}source: { file: a.csv, columns: { email: { split: "," } } }\n`,
      'Missing property "column"',
    ],
    [
      'options without a list',
      `${attributes}  plan: { type: string, options: [free, pro] }\n`,
      'Only an attribute with type: options',
    ],
    ['a list without options', `${attributes}  plan: { type: options }\n`, 'needs its list'],
    ['a list of one', `${attributes}  plan: { type: options, options: [free] }\n`, '2 or more'],
    [
      'a list that says a thing twice',
      `${attributes}  plan: { type: options, options: [free, free] }\n`,
      'duplicate',
    ],
    ['a type that is none', `${attributes}  plan: { type: text }\n`, '"datetime"'],
    [
      'a merge of two keys',
      `${head('Merges')}merges: [{ from: { id: a, email: b@c }, into: { id: d } }]\n`,
      'One of id, email and phone',
    ],
    [
      'a fraction of a whole number',
      `${head('Companies')}companies: { acme: { monthly_spend: 1.5 } }\n`,
      'Expected "integer"',
    ],
    ['a kind that is none', `${head('Contacts')}name: beta\n`, '"ContactSet"'],
    ['another version', 'apiVersion: interform/v2\nkind: Tags\ntags: []\n', 'interform/v1'],
    ['no kind', 'apiVersion: interform/v1\ntags: []\n', 'Missing property "kind"'],
  ])('%s', async (_what, text, message) => {
    const marks = await markedIn(text);
    expect(marks).toHaveLength(1);
    expect(marks[0]).toContain(message);
  });

  it.each([
    ['a key that is none', `${project}manifest: migrations\n`, 'manifest is not allowed'],
    ['a region that is none', `${project}workspace: { region: uk }\n`, '"us", "eu", "au"'],
    ['a guard that is none', `${project}guards: { max_destroy: 0 }\n`, 'max_destroy is not allowed'],
    ['a percentage that is none', `${project}guards: { max_detach: 500% }\n`, 'percentage up to 100%'],
    ['a rule that is none', `${project}rules: { unknown-tags: off }\n`, 'unknown-tags is not allowed'],
    ['a token', `${project}workspace: { token: dG9r }\n`, 'token is not allowed'],
  ])('of the project file: %s', async (_what, text, message) => {
    const marks = await markedIn(text, 'interform.yaml');
    expect(marks).toHaveLength(1);
    expect(marks[0]).toContain(message);
  });
});

describe('texts that look like numbers are texts', () => {
  it.each([
    ['ids', `${set}contacts: [{ id: 12, external_id: 0012345, name: 7 }]\n`],
    ['phone numbers', `${set}contacts: [{ external_id: a, phone: +15550100 }]\n`],
    ['keys of maps', `${head('Companies')}companies: { 0012: { name: 12 } }\n`],
    ['names in lists', `${head('Tags')}tags: [2024, 1e3, true]\n`],
    ['options', `${attributes}  year: { type: options, options: [2024, 2025] }\n`],
    [
      'cells that are looked for',
      `${set}source: { file: a.csv, where: { Active: true, Year: [2024] }, nulls: [0] }\n`,
    ],
    ['owners', `${set}owner: 12\n`],
  ])('%s', async (_what, text) => expect(await markedIn(text)).toEqual([]));

  it('in the project file', async () => {
    const text = `${project}intercom_version: 2.16\nworkspace: { id: 12 }\nvariables: { size: 3, on: true }\n`;
    expect(await markedIn(text, 'interform.yaml')).toEqual([]);
  });
});

it('a variable may stand for what has a form, and for a word', async () => {
  const variable = (name: string) => `'\${var.${name}}'`;
  const contact = `{ email: ${variable('mail')}, phone: ${variable('phone')} }`;
  expect(
    await markedIn(`${set}policy: { on_missing: ${variable('missing')} }\ncontacts: [${contact}]\n`),
  ).toEqual([]);
});

describe('several documents in one file', () => {
  it('are each of their own kind', async () => {
    const text = [
      `${set}contacts: [{ email: a@b.test }]\n`,
      `${head('Tags')}tags: [vip]\nname: beta\n`,
      '\n',
      `${attributes}  plan: { type: string }\n`,
    ].join('---\n');
    const [mark, ...others] = await errorsOf(text);
    expect(others).toEqual([]);
    expect(mark?.message).toBe('Property name is not allowed.');
    expect(mark?.range.start.line).toBe(8);
  });

  it('may be revised by a later version, which names no type', async () => {
    expect(
      await markedIn(`${attributes}  plan: { options: [free, pro] }\n  seats: { description: Seats }\n`),
    ).toEqual([]);
  });

  it('may take what they share from an anchor', async () => {
    const text = `${set}contacts:\n  - &ada { email: ada@acme.test }\n  - { <<: *ada, role: lead }\n`;
    expect(await markedIn(text)).toEqual([]);
  });
});
