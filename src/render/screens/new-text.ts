import { displayWidth, padTo, wrap } from '../terminal/width.ts';
import { counted } from '../words/counted.ts';
import { inert } from '../words/inert.ts';

/** What became of a column; null where it is not used. */
export interface GuessedColumn {
  readonly columns: readonly string[];
  readonly field: string | null;
  readonly type: string | null;
  readonly sure: string | null;
  readonly why: string;
}

/** What a new contact set was made of. */
export interface NewSet {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly GuessedColumn[];
  readonly files: readonly string[];
}

/** The least room for the last cell of a row: narrower, it stands on lines of its own. */
const leastReasonWidth = 24;
const HEAD = ['column', 'field', 'type', 'how sure', 'why'];

/** The set, column by column in at most `width` columns, and what to do next. `at` is what the commands need to find the project. */
export function newText({ name, rows, columns, files }: NewSet, width: number, at: string): string {
  const used = columns.filter(({ field }) => field !== null);
  const left = columns.filter(({ field }) => field === null);
  const lines = [
    'Wrote:',
    ...files.map((file) => `  ${inert(file)}`),
    '',
    `Set ${inert(name)}, guessed from ${counted(rows, 'row')}:`,
    ...table(used.map(cellsOf), width),
    ...(left.length === 0 ? [] : ['', 'Not used:']),
    ...left.flatMap(({ columns: names, why }) => hung(`${shownNames(names)}: ${inert(why)}`, width)),
    '',
    'Look through them, then:',
    `  interform validate${at}`,
    `  interform plan${at}`,
    ...wrap(
      'on_missing: skip updates people who are there and creates nobody. Change it to create when the plan looks right.',
      width,
    ),
  ];
  return lines.join('\n');
}

function cellsOf({ columns, field, type, sure, why }: GuessedColumn): readonly string[] {
  return [shownNames(columns), inert(field ?? ''), inert(type ?? ''), sure ?? '', inert(why)];
}

function shownNames(names: readonly string[]): string {
  return names.map(inert).join(' + ');
}

/** Rows in columns, the last wrapped; where there is no room for that, each row is a line and its reason below it. */
function table(rows: readonly (readonly string[])[], width: number): string[] {
  const all = [HEAD, ...rows];
  const widths = HEAD.slice(0, -1).map((_, at) => Math.max(...all.map((row) => displayWidth(row[at] ?? ''))));
  const before = widths.reduce((sum, one) => sum + one + 2, 2);
  if (width - before < leastReasonWidth) {
    return rows.flatMap(([column = '', field = '', type = '', sure = '', why = '']) => [
      ...hung(`${column} → ${field}`, width),
      ...wrap(`${type}, ${sure}: ${why}`, width - 6).map((line) => `      ${line}`),
    ]);
  }
  return all.flatMap((row) => {
    const start = `  ${widths.map((one, at) => padTo(row[at] ?? '', one)).join('  ')}  `;
    const [first = '', ...more] = wrap(row.at(-1) ?? '', width - before);
    return [`${start}${first}`.trimEnd(), ...more.map((line) => ' '.repeat(before) + line)];
  });
}

/** Further lines stand in further than the first. */
function hung(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, at) => (at === 0 ? `  ${line}` : `    ${line}`));
}
