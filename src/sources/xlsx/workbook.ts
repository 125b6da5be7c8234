import { posix } from 'node:path';
import { nearest } from '../../types/nearest.ts';
import { SourceProblem } from '../source-problem.ts';
import type { FormatInput } from '../source-row.ts';
import { type Archive, notXlsx } from './archive.ts';
import { type NumberStyle, numberStyle } from './numbers.ts';
import { readWholeXml } from './xml.ts';

/** Shared texts above this many characters in all are no list of people. */
const maxSharedCharacters = 256 * 1024 * 1024;

/** What the cells of a sheet refer to. */
export interface Workbook {
  /** The path of the wanted sheet in the archive. */
  readonly sheet: string;
  /** Dates count from 1904 instead of 1900. */
  readonly date1904: boolean;
  readonly shared: readonly string[];
  /** By the cell's style index. */
  readonly styles: readonly NumberStyle[];
}

/** Reads the parts of the workbook besides its sheets (ECMA-376 part 1, 18). */
export async function openWorkbook(archive: Archive, reading: FormatInput): Promise<Workbook> {
  const path = await workbookPath(archive);
  const targets = await relationships(archive, path);
  const sheets: Sheet[] = [];
  let date1904 = false;
  await readWholeXml(archive.open(path), path, {
    open(name, attribute) {
      if (name === 'workbookPr') date1904 = isTrue(attribute('date1904'));
      if (name !== 'sheet') return;
      const target = targets.get(attribute('id') ?? '');
      const hidden = /hidden$/i.test(attribute('state') ?? '');
      if (target?.type.endsWith('/worksheet'))
        sheets.push({ name: attribute('name') ?? '', path: target.path, hidden });
    },
  });
  const find = (type: string) =>
    [...targets.values()].find((target) => target.type.endsWith(`/${type}`))?.path;
  const strings = find('sharedStrings') ?? 'xl/sharedStrings.xml';
  return {
    sheet: wantedSheet(sheets, reading),
    date1904,
    shared: await sharedStrings(archive.open(strings), strings),
    styles: await numberStyles(archive, find('styles') ?? 'xl/styles.xml'),
  };
}

async function workbookPath(archive: Archive): Promise<string> {
  const targets = await relationships(archive, '');
  const main = [...targets.values()].find(({ type }) => type.endsWith('/officeDocument'));
  if (main === undefined) throw notXlsx('it holds no workbook');
  return main.path;
}

/** Relationship id → the part that it leads to. */
async function relationships(archive: Archive, of: string) {
  const folder = posix.dirname(of);
  const path = posix.join(folder, '_rels', `${posix.basename(of)}.rels`);
  const targets = new Map<string, { readonly type: string; readonly path: string }>();
  await readWholeXml(archive.open(path), path, {
    open(name, attribute) {
      if (name !== 'Relationship') return;
      const target = attribute('Target') ?? '';
      targets.set(attribute('Id') ?? '', {
        type: attribute('Type') ?? '',
        path: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      });
    },
  });
  return targets;
}

interface Sheet {
  readonly name: string;
  readonly path: string;
  readonly hidden: boolean;
}

/** The sheet of the wanted name, else the first that can be seen: nobody means one that is hidden without naming it. */
function wantedSheet(sheets: readonly Sheet[], { format, placeOf }: FormatInput): string {
  const wanted = format['sheet'];
  const found =
    typeof wanted === 'string'
      ? sheets.find(({ name }) => name === wanted)
      : (sheets.find(({ hidden }) => !hidden) ?? sheets[0]);
  if (found !== undefined) return found.path;
  if (typeof wanted !== 'string') throw notXlsx('it holds no sheet');
  const names = sheets.map(({ name }) => name);
  const near = nearest(wanted, names);
  throw new SourceProblem({
    code: 'missing-sheet',
    summary: `there is no sheet ${JSON.stringify(wanted)}`,
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help: `sheets are ${names.join(', ')}`,
    ...placeOf(['format', 'sheet']),
  });
}

async function sharedStrings(bytes: AsyncIterable<Uint8Array> | undefined, part: string): Promise<string[]> {
  const shared: string[] = [];
  let text = '';
  let inText = false;
  let phonetic = false;
  let total = 0;
  await readWholeXml(bytes, part, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        shared.push(unescaped(text));
        total += text.length;
        if (total > maxSharedCharacters) throw notXlsx('its texts are too long', 'save it as CSV');
      }
    },
  });
  return shared;
}

async function numberStyles(archive: Archive, part: string): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await readWholeXml(archive.open(part), part, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(numberStyle(Number(attribute('numFmtId') ?? 0), codes));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** `_x000D_` stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
