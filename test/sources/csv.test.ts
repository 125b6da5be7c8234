import { gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPieces, mapped } from './mapped.ts';

const PEOPLE = [
  { external_id: '007', name: 'Ada Lovelace' },
  { external_id: '8', name: 'Grace; Hopper' },
];

describe('a CSV file', () => {
  const written: readonly [string, string][] = [
    ['commas', 'external_id,name\n007,Ada Lovelace\n8,Grace; Hopper\n'],
    ['semicolons and quotes', 'external_id;name\n007;Ada Lovelace\n8;"Grace; Hopper"\n'],
    ['tabs', 'external_id\tname\n007\tAda Lovelace\n8\tGrace; Hopper'],
    ['bars', 'external_id|name\n007|Ada Lovelace\n8|Grace; Hopper\n'],
    ['\\r\\n', 'external_id,name\r\n007,Ada Lovelace\r\n8,Grace; Hopper\r\n'],
    ['\\r alone', 'external_id,name\r007,Ada Lovelace\r8,Grace; Hopper\r'],
    ['a byte order mark', '\uFEFFexternal_id,name\n007,Ada Lovelace\n8,Grace; Hopper\n'],
    ['a sep line', 'sep=;\r\nexternal_id;name\r\n007;Ada Lovelace\r\n8;"Grace; Hopper"\r\n'],
    ['spaces around cells', ' external_id , name \n 007 ,Ada Lovelace \n8, Grace; Hopper\n'],
    ['empty lines and rows', '\nexternal_id,name\n\n007,Ada Lovelace\n,\n\n8,Grace; Hopper\n\n'],
    ['a delimiter too many at every end', 'external_id,name\n007,Ada Lovelace,\n8,Grace; Hopper,\n'],
  ];
  for (const [name, text] of written) {
    it(`is read with ${name}`, async () => {
      expect(await mapped('a.csv', text)).toMatchObject({ values: PEOPLE, problems: [], findings: [] });
    });
  }

  it('is read the same however it comes in pieces, zipped or not', async () => {
    const text = 'external_id;name\r\n1;"Ada ""Countess""\r\nLovelace"\r\n2;"Zoë; Łucja 😀"\r\n';
    const values = [
      { external_id: '1', name: 'Ada "Countess"\r\nLovelace' },
      { external_id: '2', name: 'Zoë; Łucja 😀' },
    ];
    for (const size of [1, 2, 3, 7, 1000]) {
      const stream = () => inPieces(Buffer.from(text), size);
      expect((await mapped('a.csv', text, { files: { stream } })).values).toEqual(values);
      const zipped = () => inPieces(gzipSync(text), size);
      expect((await mapped('a.csv.gz', '', { files: { stream: zipped } })).values).toEqual(values);
    }
  });

  it('holds what csv-parse reads in it', async () => {
    const cell = fc.stringMatching(/^[a-c",;\n é]{0,6}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (rows, newline, size) => {
          const quoted = rows.map((cells) =>
            ['k', ...cells].map((c) => `"${c.replaceAll('"', '""')}"`).join(','),
          );
          const text = `external_id,name,owner,avatar\n${quoted.join(newline)}`.replace(
            'avatar\n',
            `avatar${newline}`,
          );
          const expected = parse(text, { from_line: 2 }) as string[][];
          const stream = () => inPieces(Buffer.from(text), size);
          const { rows: read } = await mapped('a.csv', text, {
            files: { stream },
            source: { format: { delimiter: ',' } },
          });
          expect(read.map(({ raw }) => 'cells' in raw && raw.cells)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('names its columns in the line that header_row says', async () => {
    const text = 'Billing export "2024,\n\nid,who\n1,Ada\n';
    const source = { format: { header_row: 3 }, columns: { external_id: 'id', name: 'who' } };
    const { values, rows } = await mapped('a.csv', text, { source });
    expect(values).toEqual([{ external_id: '1', name: 'Ada' }]);
    expect(rows[0]?.place).toEqual({ file: 'migrations/data/a.csv', row: 1, line: 4 });
    expect((await mapped('a.csv', text, { source: { format: { header_row: 9 } } })).findings).toEqual([
      'm:format.header_row no-header: there is no line 9 = header_row is the line with the names of the columns',
    ]);
  });

  it('is not empty', async () => {
    expect((await mapped('a.csv', '\n')).findings).toEqual([
      'a.csv no-header: the file is empty = its first line must name the columns',
    ]);
  });

  it('without rows is no silent success, unless the manifest expects that', async () => {
    const empty = 'external_id,name\n';
    expect((await mapped('a.csv', empty)).findings).toEqual([
      'm:file empty-source: a.csv holds no rows = check that the export is complete; expect: { min_rows: 1 } makes it an error, min_rows: 0 says that it is well',
    ]);
    expect((await mapped('a.csv', empty, { source: { expect: { min_rows: 0 } } })).findings).toEqual([]);
    const none = { where: { name: ['ada'] }, expect: { min_rows: 1 } };
    expect((await mapped('a.csv', `${empty}1,Ada\n`, { source: none })).findings).toEqual([
      'm:where empty-source: where keeps none of the 1 rows of a.csv = compare its values with what the column holds, capitals included',
    ]);
  });

  it('says nothing of where, where no row can be read', async () => {
    const ragged = 'external_id,name\n1\n2\n';
    const { findings } = await mapped('a.csv', ragged);
    expect(findings.filter((finding) => finding.includes('empty-source'))).toEqual([]);
  });
});

describe('a bad row of CSV', () => {
  it('names a quote that is never closed, and the rows after it are read', async () => {
    const { values, problems } = await mapped('a.csv', 'external_id,name\n1,"Ada\n2,Bob\n3,"Cy"\n4,"Di\n');
    expect(values).toEqual([{}, { external_id: '2', name: 'Bob' }, { external_id: '3', name: 'Cy' }, {}]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^a\.csv:2 row 1 broken-quote: a quote is opened here and never closed \(name, cell 2 of "1,\\"Ada"\)/,
      ),
      expect.stringMatching(/^a\.csv:5 row 4 broken-quote: a quote is opened here and never closed/),
    ]);
  });

  it('names text behind a closing quote', async () => {
    const { problems } = await mapped('a.csv', 'external_id,name\n1,"Ada" L\n2,5" pipe\n');
    expect(problems).toEqual([
      expect.stringMatching(/row 1 broken-quote: text stands behind a closing quote/),
    ]);
  });

  it('has too many or too few cells, and typographic quotes are named as the cause', async () => {
    const { problems } = await mapped('a.csv', 'external_id,name\n1\n2,a,b\n3,“Love, Ada”\n', {
      source: { format: { delimiter: ',' } },
    });
    expect(problems).toEqual([
      'a.csv:2 row 1 cell-count: the row has too few cells (1 instead of 2) = give every row a cell for every column, empty ones too',
      'a.csv:3 row 2 cell-count: the row has too many cells (3 instead of 2) = put a cell that holds , in double quotes',
      'a.csv:4 row 3 cell-count: the row has too many cells (3 instead of 2; it holds “, which does not keep a cell together) = write straight double quotes, ", around the cell',
    ]);
  });

  it('costs no memory: 20 MB with a broken quote at the end and one in the middle', async () => {
    let alive = 0;
    let most = 0;
    const rows = 400_000;
    async function* big(): AsyncIterable<Uint8Array> {
      yield Buffer.from('external_id,name,owner\n');
      for (let at = 0; at < rows; at += 1000) {
        const lines = Array.from({ length: 1000 }, (_, i) =>
          at + i === 200_000 ? `${at + i},"Ada,x` : `${at + i},Ada Lovelace the ${at + i},jane@acme.test`,
        );
        most = Math.max(most, ++alive);
        yield Buffer.from(`${lines.join('\n')}\n`);
        alive--;
      }
      yield Buffer.from('last,"Ada,jane@acme.test\n');
    }
    const { problems, total, lag } = await countRows(big);
    expect(total).toBe(rows + 1);
    expect(problems).toEqual([
      expect.stringContaining('row 200001 broken-quote: a quote is opened here and never closed'),
      expect.stringContaining(`row ${rows + 1} broken-quote: a quote is opened here and never closed`),
    ]);
    expect(most).toBe(1);
    // A quote that is open may hold back this much text at most, besides the piece at hand: 50 bytes a row.
    expect(lag).toBeLessThan((1024 * 1024) / 40 + 2000);
  });

  /** Counts without keeping: how far reading ran ahead of the rows that were handed on. */
  async function countRows(big: () => AsyncIterable<Uint8Array>) {
    const { openMappedRows } = await import('../../src/sources/mapped-rows.ts');
    const { CONTACT } = await import('./mapped.ts');
    const { memoryFiles } = await import('../manifest/memory-files.ts');
    const { shown } = await import('../manifest/load.ts');
    let sent = 0;
    async function* counted() {
      for await (const piece of big()) {
        sent += piece.filter((byte) => byte === 0x0a).length;
        yield piece;
      }
    }
    const problems: string[] = [];
    let total = 0;
    let lag = 0;
    const opened = openMappedRows(
      { file: 'a.csv' },
      {
        folder: '/acme',
        manifestFile: 'm.yaml',
        files: { ...memoryFiles({ '/acme/a.csv': '' }), stream: counted },
        report: () => {},
        placeOf: () => ({ file: 'm.yaml' }),
      },
      CONTACT,
    );
    for await (const batch of opened) {
      for (const row of batch) {
        total++;
        lag = Math.max(lag, sent - total);
        problems.push(...shown(row.problems));
      }
    }
    return { problems, total, lag };
  }
});

describe('the encoding', () => {
  const latin = Buffer.from('external_id,name\n1,Ada\n2,Zo\xeb Byrne\n', 'latin1');

  it('is asked for where the file is not UTF-8, with the byte, the row and how it would read', async () => {
    const { values, findings } = await mapped('a.csv', latin);
    expect(values).toEqual([{ external_id: '1', name: 'Ada' }]);
    expect(findings).toEqual([
      'a.csv:3 row 2 not-utf8: the file is not UTF-8 text (byte 28 is 0xEB; read as windows-1252 it says "2,Zoë Byrne") = if that reads well: format: { encoding: windows-1252 }; otherwise save the file as UTF-8',
    ]);
  });

  it('is asked for with the text around the byte, and no more of the file', async () => {
    const detail = async (text: string) => {
      const { findings } = await mapped('a.csv', Buffer.from(text, 'latin1'));
      return /it says ("[^"]*")/.exec(findings[0] ?? '')?.[1];
    };
    expect(await detail('Id,Zo\xeb\n1,2\n')).toBe('"Id,Zoë"');
    expect(await detail('Id,A column of many words that ends in Zo\xeb, and goes on for long\n1,2\n')).toBe(
      '"t ends in Zoë, and goes"',
    );
  });

  it('is not guessed in a large file either, where the bad byte comes late', async () => {
    const good = Buffer.from(`external_id,name\n${'1,Ærøskøbing\n'.repeat(30_000)}`);
    const stream = () => inPieces(Buffer.concat([good, latin]), 1000);
    const { findings, rows } = await mapped('a.csv', '', { files: { stream } });
    expect(findings).toEqual([
      expect.stringMatching(new RegExp(`not-utf8: .*byte ${good.length + 28} is 0xEB`)),
    ]);
    expect(rows).toHaveLength(30_002);
  });

  it('is what the manifest says, or a byte order mark', async () => {
    const values = [
      { external_id: '1', name: 'Ada' },
      { external_id: '2', name: 'Zoë Byrne' },
    ];
    const declared = { source: { format: { encoding: 'windows-1252' } } };
    expect((await mapped('a.csv', latin, declared)).values).toEqual(values);
    const text = 'external_id,name\n1,Ada\n2,Zoë Byrne\n';
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    expect((await mapped('a.csv', little)).values).toEqual(values);
    expect((await mapped('a.csv', Buffer.from(little).swap16())).values).toEqual(values);
    // Mended reject files are UTF-8 with a mark, whatever the source was.
    expect((await mapped('a.csv', `\uFEFF${text}`, declared)).values).toEqual(values);
  });

  it('is named where it looks like UTF-16 without a mark, is unknown or wrong', async () => {
    const bare = Buffer.from('external_id\n1\n', 'utf16le');
    expect((await mapped('a.csv', bare)).findings).toEqual([
      'a.csv not-utf8: the file is not UTF-8 text (it looks like UTF-16 without a byte order mark) = format: { encoding: utf-16le }, or save the file as UTF-8',
    ]);
    expect(
      (await mapped('a.csv', 'a', { source: { format: { encoding: 'windows-1225' } } })).findings,
    ).toEqual([
      expect.stringMatching(/^m:format\.encoding unknown-encoding: .*did you mean "windows-1252"\?/),
    ]);
    const odd = { source: { format: { encoding: 'utf-16le' } } };
    expect((await mapped('a.csv', 'odd', odd)).findings).toEqual([expect.stringContaining('bad-encoding')]);
  });
});
