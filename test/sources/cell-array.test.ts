import { describe, expect, it } from 'vitest';
import { cellArray } from '../../src/sources/cells/array.ts';
import { mapped } from './mapped.ts';

describe('a list in one cell', () => {
  it.each<[string, readonly string[]]>([
    ['["vip","beta"]', ['vip', 'beta']],
    [' [ "vip" , "beta" ] ', ['vip', 'beta']],
    ['[]', []],
    ['[ ]', []],
    ['{}', []],
    ['["Dublin, IE", "a\\"b", "caf\\u00e9"]', ['Dublin, IE', 'a"b', 'café']],
    ['["vip", null]', ['vip', '']],
    ['[12345678901234567890, 2]', ['12345678901234567890', '2']],
    ["['vip', 'beta']", ['vip', 'beta']],
    [`['it\\'s', "a 'b'"]`, ["it's", "a 'b'"]],
    ["[u'vip', None, True]", ['vip', '', 'True']],
    ["{'vip', 'beta'}", ['vip', 'beta']],
    ["('vip',)", ['vip']],
    ['{vip,beta}', ['vip', 'beta']],
    ['{vip}', ['vip']],
    ['{"Dublin, IE",big spender,NULL,"NULL"}', ['Dublin, IE', 'big spender', '', 'NULL']],
    ['{"a\\"b","c\\\\d"}', ['a"b', 'c\\d']],
    ["{it's,vip}", ["it's", 'vip']],
  ])('is read: %s', (text, items) => {
    expect(cellArray(text)).toEqual(items);
  });

  it.each([
    '["vip',
    "['vip', 'beta'",
    '["vip", "beta]',
    'beta"]',
    'beta]',
    '[vip',
    '{vip,beta',
    'vip}',
    '[vip, beta]',
    "['vip' 'beta']",
    '["vip"] and more',
    '["vip",,"beta"]',
    '[["vip"],["beta"]]',
    '[{"name":"vip"}]',
    '{"name":"vip"}',
    '{{vip,beta},{x}}',
    '{vip,}',
    '["\\u12"]',
  ])('is broken, and no name: %s', (text) => {
    expect(cellArray(text)).toBe('broken');
  });

  it.each(['vip', 'vip,beta', '[beta]', '[Q1] launch', '[Q1][Q2]', 'vip [old]', '(beta)', 'VIP)'])(
    'is not seen in a name: %s',
    (text) => {
      expect(cellArray(text)).toBeUndefined();
    },
  );
});

describe('tags and companies', () => {
  const columns = { external_id: 'id', tags: 'tags', companies: { column: 'orgs', split: ',' } };
  const csv =
    'id,tags,orgs\n1,"[""vip"",""beta""]","[""c1"",""c, 2""]"\n2,[],"{c1,c2}"\n3,"{vip,beta}","c1, c2"\n4,"[""vip",\n5,,c1]\n';

  it('take a list that a program wrote, whatever separates others', async () => {
    const { values, problems } = await mapped('a.csv', csv, { source: { columns } });
    expect(values).toEqual([
      { external_id: '1', tags: ['vip', 'beta'], companies: ['c1', 'c, 2'] },
      { external_id: '2', tags: [], companies: ['c1', 'c2'] },
      { external_id: '3', tags: ['vip', 'beta'], companies: ['c1', 'c2'] },
      { external_id: '4' },
      { external_id: '5' },
    ]);
    expect(problems).toEqual([
      expect.stringMatching(/row 4 bad-list: this is neither a list nor a name \(tags: "\[\\"vip"\)/),
      expect.stringMatching(/row 5 bad-list: .*\(orgs: "c1\]"\)/),
    ]);
  });

  it('take it in JSON texts, by their values, and as blank where it holds nothing', async () => {
    const json = '[{"id":1,"tags":"[\\"V\\", \\"B\\"]"},{"id":2,"tags":"[null]"},{"id":3,"tags":"[V, B]"}]';
    const values = { V: 'vip', B: 'beta', '[V, B]': 'both' };
    const source = { columns: { external_id: 'id', tags: { column: 'tags', values } } };
    expect((await mapped('a.json', json, { source })).values).toEqual([
      { external_id: '1', tags: ['vip', 'beta'] },
      { external_id: '2' },
      { external_id: '3', tags: ['both'] },
    ]);
    const named = { source: { ...source, nulls: ['[null]'] }, fields: { onBlank: 'clear' } } as const;
    expect((await mapped('a.json', json, named)).values[1]).toEqual({ external_id: '2', tags: [] });
  });
});
