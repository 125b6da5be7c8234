import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/sources/xlsx/archive.ts';
import { crc32 } from '../../src/types/crc-32.ts';
import { mapped } from './mapped.ts';
import { textRow, workbook } from './workbook.ts';

const ROWS = `${textRow(1, 'external_id', 'name', 'signed_up_at')}<row r="2"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c s="1"><v>45306</v></c></row><row r="3"><c><v>8</v></c><c t="inlineStr"><is><t>Grace</t></is></c><c s="1"><v>45307</v></c></row>`;
const PARTS = {
  sheets: { People: ROWS },
  shared: '<si><t>customer-7</t></si><si><t>Ada</t></si>',
  styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
};

async function read(bytes: Uint8Array) {
  const { values, problems, findings } = await mapped('people.xlsx', bytes);
  return { rows: JSON.stringify([values, problems]), findings };
}

describe('a workbook in which one bit is wrong', () => {
  const kinds: readonly [string, Uint8Array][] = [
    ['deflated', workbook(PARTS)],
    ['stored', workbook(PARTS, { level: 0 })],
  ];
  for (const [name, bytes] of kinds) {
    it(`has the same rows, or is refused: ${name}`, async () => {
      const whole = await read(bytes);
      expect(whole).toMatchObject({ rows: expect.stringContaining('2024-01-15'), findings: [] });
      const wrong: string[] = [];
      let refused = 0;
      for (let at = 0; at < bytes.length; at++) {
        const bit = (at * 5 + 3) % 8;
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit);
        const { rows, findings } = await read(damaged);
        if (findings.some((finding) => finding.includes(' bad-xlsx: '))) refused++;
        else if (rows !== whole.rows || findings.length > 0) wrong.push(`${at}.${bit}: ${rows} ${findings}`);
      }
      expect(wrong).toEqual([]);
      expect(refused).toBeGreaterThan(bytes.length / 4);
    });
  }

  it('says which part, and gives no row of it', async () => {
    const bytes = workbook(PARTS, { level: 0 });
    const at = Buffer.from(bytes).indexOf('45306');
    bytes[at + 4] = 0x37;
    const { values, findings } = await mapped('people.xlsx', bytes);
    expect(values).toEqual([]);
    expect(findings).toEqual([
      'people.xlsx bad-xlsx: the XLSX file cannot be read (xl/worksheets/sheet1.xml is damaged: its contents do not match their checksum) = copy or export the file again',
    ]);
  });
});

describe('a workbook that unpacks to more than a sheet of people holds', () => {
  it('is refused before it is unpacked', () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(80 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const { open } = openArchive(bomb);
    return expect(piecesOf(open('xl/worksheets/sheet1.xml'))).rejects.toMatchObject({
      finding: { code: 'bad-xlsx', detail: expect.stringContaining('would unpack from') },
    });
  });

  it('gives no more than it says that it holds', async () => {
    const bytes = zipSync({ 'a.xml': new Uint8Array(4 * 1024 * 1024) });
    const said = Buffer.from(bytes).indexOf('PK\u0001\u0002') + 24;
    new DataView(bytes.buffer).setUint32(said, 1000, true);
    const taken: number[] = [];
    await expect(piecesOf(openArchive(bytes).open('a.xml'), taken)).rejects.toMatchObject({
      finding: { detail: expect.stringContaining('a.xml is damaged') },
    });
    expect(taken).toEqual([]);
  });

  it('may hold much that is the same', async () => {
    const rows = Array.from({ length: 3000 }, (_, index) => `<row r="${index + 3}" s="1"/>`).join('');
    const book = workbook({ sheets: { S: `${textRow(1, 'external_id')}${textRow(2, '7')}${rows}` } });
    expect(await mapped('a.xlsx', book)).toMatchObject({ values: [{ external_id: '7' }], findings: [] });
  });
});

it('the checksum is that of ZIP, whole or in pieces', () => {
  // The check value that every description of it gives.
  const text = strToU8('123456789');
  for (let cut = 0; cut <= text.length; cut++) {
    expect(crc32(text.subarray(cut), crc32(text.subarray(0, cut), 0))).toBe(0xcbf43926);
  }
});

async function piecesOf(pieces: AsyncIterable<Uint8Array> | undefined, taken: number[] = []): Promise<void> {
  if (pieces === undefined) throw new Error('no such entry');
  for await (const piece of pieces) taken.push(piece.length);
}
