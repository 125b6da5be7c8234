import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types/json.ts';
import { mapped } from './mapped.ts';

async function read(column: JsonObject, ...texts: readonly string[]) {
  const csv = `id,x\n${texts.map((text) => `1,"${text.replaceAll('"', '""')}"\n`).join('')}`;
  const columns = { external_id: 'id', name: { column: 'x', ...column } };
  const { values, problems, findings } = await mapped('a.csv', csv, { source: { columns } });
  return { read: values.map((value) => value['name']), problems, findings };
}

describe('strip and replace', () => {
  it('change a cell before it is read: literal texts wherever they stand', async () => {
    expect(await read({ strip: 'ID-' }, 'ID-7', 'x ID-8', '9')).toMatchObject({ read: ['7', 'x 8', '9'] });
    expect(await read({ strip: ['(', ')', '.*'] }, '(a.*b)')).toMatchObject({ read: ['ab'] });
    expect(
      await read(
        {
          replace: [
            ['a', 'b'],
            ['b', '$&'],
          ],
        },
        'aab',
      ),
    ).toMatchObject({ read: ['$&$&$&'] });
    expect(await read({ strip: 'n/a' }, 'n/a', 'Ada')).toMatchObject({ read: [undefined, 'Ada'] });
  });

  it('take patterns between slashes, with groups', async () => {
    expect(await read({ replace: [['/^(\\w+), (\\w+)$/', '$2 $1']] }, 'Lovelace, Ada', 'Ada')).toMatchObject({
      read: ['Ada Lovelace', 'Ada'],
    });
    expect(await read({ strip: '/\\s*\\(.*?\\)$/' }, 'Ada (old)')).toMatchObject({ read: ['Ada'] });
    expect(await read({ replace: [['/MRS? /i', '']] }, 'mr Bob', 'Mrs Ada')).toMatchObject({
      read: ['Bob', 'Ada'],
    });
    expect(await read({ replace: [['/a*/', '$$9$&']] }, 'b')).toMatchObject({ read: ['$9b$9'] });
    // A slash alone, or a text with one, is no pattern.
    expect(await read({ replace: [['/', '-']] }, 'a/b')).toMatchObject({ read: ['a-b'] });
  });

  it('read what was changed by the field, the values and the format', async () => {
    const columns = {
      external_id: { column: 'id', strip: 'ID-' },
      signed_up_at: { column: 'joined', strip: 'am ', date: 'DD.MM.YYYY' },
      tags: { column: 'tags', replace: [[' / ', ',']], split: ',' },
      'custom_attributes.mrr': { column: 'mrr', strip: ['~', '%'], decimal: ',' },
    };
    const csv = 'id,joined,tags,mrr\nID-007,am 15.06.2026,vip / beta,"~1.500,5 %"\n';
    const row = {
      external_id: '007',
      signed_up_at: '2026-06-15',
      tags: ['vip', 'beta'],
      'custom_attributes.mrr': '1500.5',
    };
    expect(await mapped('a.csv', csv, { source: { columns } })).toMatchObject({
      values: [row],
      problems: [],
    });
    const json = '[{"id":"ID-7","joined":"15.06.2026","tags":["a / b","c"],"mrr":12.5}]';
    expect((await mapped('a.json', json, { source: { columns } })).values).toEqual([
      { external_id: '7', signed_up_at: '2026-06-15', tags: ['a', 'b', 'c'], 'custom_attributes.mrr': 12.5 },
    ]);
  });

  it('refuse what is no pattern, and every pattern that would have to go back', async () => {
    for (const pattern of ['/(/', '/(a)\\1/', '/(?=a)b/', '/(?<!a)b/', '/[/'])
      expect((await read({ strip: pattern }, 'a')).findings, pattern).toEqual([
        expect.stringMatching(/^m:columns\.name bad-pattern: .* is no pattern/),
      ]);
  });

  it('never run away', async () => {
    const text = `${'a'.repeat(9_000)}!`;
    for (const pattern of ['/(a+)+$/', '/(a|a)*$/', '/(a*)*b/', '/^(([a-z])+.)+[A-Z]([a-z])+$/'])
      expect((await read({ strip: pattern }, text)).read).toHaveLength(1);
    const long = await read({ strip: '/a/' }, 'a'.repeat(10_001));
    expect(long.problems).toEqual([
      expect.stringMatching(/bad-cell: the cell has more than 10000 characters/),
    ]);
  });
});

describe('a cell that shows an error', () => {
  it('is none but an error where a sign of it is taken off', async () => {
    const { read: values, problems } = await read({ strip: '#' }, '#N/A', '#REF!', '#7');
    expect(values).toEqual([undefined, undefined, '7']);
    for (const problem of problems) expect(problem).toContain('error-cell');
    expect(problems).toHaveLength(2);
  });

  it('is what a column says of it by name, or takes off whole', async () => {
    expect((await read({ replace: [['#N/A', 'none']] }, '#N/A')).read).toEqual(['none']);
    expect((await read({ strip: '/#N.A/' }, '#N/A')).problems).toEqual([]);
  });
});

it('nothing at all is no text to replace', async () => {
  const { read: values, findings } = await read({ replace: [['', 'x']] }, 'Ada');
  expect(values).toEqual([]);
  expect(findings).toEqual([expect.stringContaining('bad-pattern: "" is no pattern')]);
});

describe('values', () => {
  it('are compared trimmed, and without case where the column says so', async () => {
    const values = { ' Pro ': 'pro', FREE: 'free' };
    const strict = await read({ values }, 'Pro', ' Pro', 'FREE', 'free');
    expect(strict.read).toEqual(['pro', 'pro', 'free', undefined]);
    expect(strict.problems).toEqual([expect.stringContaining('row 4 unknown-value')]);
    const lax = await read({ values, ignore_case: true }, 'PRO', 'free ', 'Free', 'none');
    expect(lax.read).toEqual(['pro', 'free', 'free', undefined]);
    const json = '[{"name":" pRO "}]';
    const columns = { name: { column: 'name', values, ignore_case: true } };
    expect((await mapped('a.json', json, { source: { columns } })).values).toEqual([{ name: 'pro' }]);
  });

  it('are refused where two would be one', async () => {
    const values = { Pro: 'pro', PRO: 'professional' };
    expect((await read({ values }, 'PRO')).read).toEqual(['professional']);
    expect((await read({ values, ignore_case: true }, 'PRO')).findings).toEqual([
      expect.stringMatching(/^m:columns\.name\.values\.PRO ambiguous-value: two values are named for "pro"/),
    ]);
    expect((await read({ values: { Pro: 'pro', PRO: 'pro' }, ignore_case: true }, 'pRo')).read).toEqual([
      'pro',
    ]);
  });
});
