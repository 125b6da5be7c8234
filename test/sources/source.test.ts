import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inPieces, mapped } from './mapped.ts';
import { textRow, workbook } from './workbook.ts';

const TEXT = 'external_id,email,Status\n1,ada@acme.test,active\n2,ADA@acme.test,gone\n3,cy@acme.test,\n';

describe('where', () => {
  it('leaves out rows whose columns hold something else; an empty cell is ""', async () => {
    const source = (where: Record<string, string | string[]>) => ({ source: { where } });
    const ids = async (where: Record<string, string | string[]>) =>
      (await mapped('a.csv', TEXT, source(where))).values.map((value) => value['external_id']);
    expect(await ids({ Status: 'active' })).toEqual(['1']);
    expect(await ids({ Status: ['active', ''] })).toEqual(['1', '3']);
    expect(await ids({ Status: 'gone', external_id: '2' })).toEqual(['2']);
  });
});

describe('defaults of a source', () => {
  it('stand below every cell, and lists unite', async () => {
    const source = {
      defaults: { tags: ['billing', 'vip'], name: 'Nobody', custom_attributes: { plan: 'free' } },
    };
    const { values, rows } = await mapped('a.csv', 'external_id,tags,name\n1,vip,Ada\n2,,\n', { source });
    expect(values).toEqual([
      { external_id: '1', tags: ['vip', 'billing'], name: 'Ada', 'custom_attributes.plan': 'free' },
      { external_id: '2', tags: ['billing', 'vip'], name: 'Nobody', 'custom_attributes.plan': 'free' },
    ]);
    expect(rows[1]?.cells.get('name')?.place).toEqual({ file: 'm:defaults.name' });
  });
});

describe('expect', () => {
  it('min_rows counts all rows of the file', async () => {
    const source = { where: { Status: 'active' }, expect: { min_rows: 3 } };
    expect((await mapped('a.csv', TEXT, { source })).findings).toEqual([]);
    expect((await mapped('a.csv', TEXT, { source: { expect: { min_rows: 4 } } })).findings).toContain(
      'm:expect.min_rows too-few-rows: a.csv holds 3 rows; at least 4 are expected = check that the export is complete, or lower expect.min_rows',
    );
  });

  it('max_age refuses an old file before it is read', async () => {
    const written = Date.UTC(2026, 0, 1);
    const given = (days: number, max_age: string) => ({
      source: { expect: { max_age } },
      now: () => written + days * 86_400_000,
      files: { modified: async () => written },
    });
    expect((await mapped('a.csv', TEXT, given(6.9, '7d'))).values).toHaveLength(3);
    expect((await mapped('a.csv', TEXT, given(7.1, '1w'))).findings).toEqual([
      'm:expect.max_age source-too-old: a.csv is older than 1w (it was written 2026-01-01T00:00:00.000Z) = export it again, or raise expect.max_age',
    ]);
    expect((await mapped('a.csv', TEXT, given(0.1, '90m'))).values).toEqual([]);
  });

  it('unique names the values that repeat, emails in any case', async () => {
    const source = { expect: { unique: ['external_id', 'email'] } };
    expect((await mapped('a.csv', TEXT, { source })).findings).toContain(
      'm:expect.unique not-unique: email is not unique in a.csv ("ada@acme.test" in rows 1, 2) = take the repeated rows out, or the field out of expect.unique',
    );
  });
});

describe('standard input', () => {
  const values = [{ external_id: '1' }, { external_id: '2' }];
  const forms: readonly [string, Uint8Array][] = [
    ['CSV', Buffer.from('external_id\n1\n2\n')],
    ['zipped CSV', gzipSync('external_id\n1\n2\n')],
    ['JSON', Buffer.from(' [{"external_id":1},{"external_id":2}]')],
    ['JSON with a path', Buffer.from('{"contacts":[{"external_id":1},{"external_id":2}]}')],
    ['JSON Lines', Buffer.from('{"external_id":1}\n{"external_id":2}\n')],
    ['XLSX', workbook({ sheets: { S: `${textRow(1, 'external_id')}${textRow(2, '1')}${textRow(3, '2')}` } })],
  ];
  for (const [name, bytes] of forms) {
    it(`is read in place of the file: ${name}`, async () => {
      const stdin = (wanted: string) => (wanted === 'billing' ? inPieces(bytes, 10) : undefined);
      const read = await mapped('billing', undefined, { stdin });
      expect(read).toMatchObject({ values, findings: [] });
      expect(read.rows[0]?.place).toEqual({ file: 'data/billing', row: 1, line: expect.any(Number) });
    });
  }

  it('is named by the file as written, its name, or that without endings; the ending tells the form', async () => {
    for (const name of ['data/billing-*.csv.gz', 'billing-*.csv.gz', 'billing-*']) {
      const stdin = (wanted: string) =>
        wanted === name ? inPieces(gzipSync('external_id\n1\n2\n'), 100) : undefined;
      expect((await mapped('billing-*.csv.gz', undefined, { stdin })).values).toEqual(values);
    }
    expect((await mapped('billing.csv', undefined, { stdin: () => undefined })).findings).toEqual([
      expect.stringContaining('missing-source'),
    ]);
  });
});

describe('a zipped file', () => {
  it('that is broken or cut off is one finding', async () => {
    const bytes = gzipSync(`external_id\n${'1\n'.repeat(100_000)}`);
    const cut = await mapped('a.csv.gz', bytes.subarray(0, bytes.length - 20));
    expect(cut.findings).toEqual([
      expect.stringMatching(/^a\.csv\.gz(:\d+ row \d+)? bad-gzip: the file cannot be unzipped/),
    ]);
    const none = await mapped('a.jsonl.gz', '{"external_id":1}\n');
    expect(none.findings).toEqual([expect.stringContaining('bad-gzip')]);
  });
});
