import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { offeredAt } from './language-server.ts';

const head = (kind: string) => `apiVersion: interform/v1\nkind: ${kind}\n`;
const set = `${head('ContactSet')}name: beta\n`;
const labels = async (text: string, file?: string) => (await offeredAt(text, file)).map(({ label }) => label);
const inserted = async (text: string, label: string, file?: string) =>
  (await offeredAt(text, file)).find((item) => item.label === label)?.insertText;

describe('an editor offers', () => {
  it('whole documents in an empty file', async () => {
    expect(await labels('|')).toEqual(
      expect.arrayContaining([
        'Contacts of a data file',
        'Contacts',
        'Data attributes',
        'Companies',
        'Tags',
        'Merges',
      ]),
    );
    expect(await inserted('|', 'Tags')).toBe(`apiVersion: interform/v1\nkind: Tags\ntags:\n  - \${1:vip}`);
    expect(await inserted('|', 'apiVersion')).toBe('apiVersion: interform/v1');
  });

  it('the kinds', async () => {
    const names = kinds.map(({ manifest }) => manifest);
    expect(names).toContain('ContactSet');
    expect(await labels('apiVersion: interform/v1\nkind: |')).toEqual(names);
  });

  it('what belongs to the kind of each document of a file', async () => {
    const both = (first: string, second: string) => `${first}${head('Tags')}${second}---\n${set}`;
    expect(await labels(both('', '|\n'))).not.toContain('contacts');
    expect(await labels(both('', '|\n'))).toContain('tags');
    const offered = await labels(`${head('Tags')}tags: [vip]\n---\n${set}|`);
    expect(offered).toEqual(expect.arrayContaining(['contacts', 'source', 'policy', 'prune']));
    expect(offered).not.toContain('attributes');
  });

  it.each([
    [
      `${set}contacts:\n  - |`,
      ['external_id', 'email', 'custom_attributes'],
      ['user_id', 'created_at', 'source'],
    ],
    [`${set}source:\n  |`, ['file', 'columns', 'expect'], ['owner_tag']],
    [`${set}source:\n  columns:\n    |`, ['external_id', 'signed_up_at'], ['user_id', 'split']],
    [`${set}source:\n  columns:\n    tags:\n      |`, ['column', 'split', 'values'], ['external_id']],
    [`${set}prune:\n  |`, ['owner_tag', 'action'], ['file']],
    [`${head('Companies')}companies:\n  acme:\n    |`, ['name', 'plan', 'monthly_spend'], ['email', 'mrr']],
    [`${head('Merges')}merges:\n  - from:\n      |`, ['id', 'email', 'phone'], ['external_id']],
  ])('keys at %j', async (text, wanted, unwanted) => {
    const offered = await labels(text);
    expect(offered).toEqual(expect.arrayContaining(wanted));
    for (const label of unwanted) expect(offered).not.toContain(label);
  });

  it.each([
    [`${set}policy:\n  on_missing: |`, ['create', 'skip', 'error']],
    [`${set}identity:\n  leads: |`, ['error', 'absorb', 'keep']],
    [`${head('DataAttributes')}model: |`, ['contact', 'company']],
  ])('values at %j, and what each means', async (text, words) => {
    const items = await offeredAt(text);
    expect(items.map(({ label }) => label)).toEqual(words);
    for (const { documentation } of items) expect(JSON.stringify(documentation)).toMatch(/[a-z]{3,}.*\./);
  });

  it('no other values where a text is free', async () => {
    expect(await labels(`${set}contacts:\n  - external_id: |`)).toEqual(['customer-9001']);
  });

  it('a block without the values that hold anyway', async () => {
    expect(await inserted(`${set}|`, 'policy')).toBe('policy:\n  ');
    expect(await inserted(`${set}source:\n  columns:\n    |`, 'email')).toBe(`email: \${1:Email}`);
  });

  it('keys and values of the project file', async () => {
    const file = 'interform.yaml';
    expect(await labels(`${head('Project')}|`, file)).toEqual(
      expect.arrayContaining(['workspace', 'guards', 'environments']),
    );
    expect(await labels(`${head('Project')}guards:\n  |`, file)).toEqual(
      expect.arrayContaining(['max_create', 'max_archive']),
    );
    expect(await labels(`${head('Project')}rules:\n  unknown-tag: |`, file)).toEqual([
      '"off"',
      'warn',
      'error',
    ]);
  });
});
