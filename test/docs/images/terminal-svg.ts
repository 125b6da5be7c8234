import { graphemes, graphemeWidth } from '../../../src/render/terminal/width.ts';

/** Pixels: a cell of 14 px text in most monospaced fonts, and the frame around them. */
const CELL = { width: 8.4, height: 19 };
const PADDING = 18;
const TITLE_BAR = 36;
const FONT =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

const PAPER = '#1b1f27';
const BAR = '#2a2f3a';
const TEXT = '#d7dce5';
const COLOURS: ReadonlyMap<number, string> = new Map([
  [31, '#ff7b72'],
  [32, '#7ee787'],
  [33, '#e3b341'],
  [34, '#79c0ff'],
  [35, '#d2a8ff'],
  [36, '#76e3ea'],
]);

interface Style {
  readonly colour: string;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** What stands from one column to another in one style. */
interface Run extends Style {
  readonly text: string;
  readonly column: number;
  readonly columns: number;
}

const PLAIN: Style = { colour: TEXT, bold: false, dim: false };

/** A picture of lines with SGR codes, as a terminal of so many columns shows them. The same lines are the same text, byte by byte. */
export function terminalSvg(lines: readonly string[], options: { columns: number; title: string }): string {
  const width = Math.ceil(options.columns * CELL.width + 2 * PADDING);
  const height = TITLE_BAR + lines.length * CELL.height + 2 * PADDING;
  let style = PLAIN;
  const rows = lines.flatMap((line, index) => {
    const read = runsOf(line, style);
    style = read.style;
    const y = TITLE_BAR + PADDING + index * CELL.height + 14;
    return read.runs.map((run) => textOf(run, y));
  });
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (fill, index) => `<circle cx="${20 + index * 20}" cy="${TITLE_BAR / 2}" r="6" fill="${fill}"/>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(options.title)}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="${PAPER}"/>`,
    `<path d="M0 ${TITLE_BAR}V10A10 10 0 0 1 10 0H${width - 10}A10 10 0 0 1 ${width} 10V${TITLE_BAR}Z" fill="${BAR}"/>`,
    ...dots,
    `<g font-family='${FONT}' font-size="14" xml:space="preserve">`,
    `<text x="${width / 2}" y="${TITLE_BAR / 2 + 5}" text-anchor="middle" fill="${TEXT}" opacity=".7">${escaped(options.title)}</text>`,
    ...rows,
    '</g>',
    '</svg>',
  ].join('\n')}\n`;
}

/** Each run is as wide as its cells, whatever the font of who looks at it is. */
function textOf(run: Run, y: number): string {
  const attributes = [
    `x="${px(PADDING + run.column * CELL.width)}"`,
    `y="${y}"`,
    `textLength="${px(run.columns * CELL.width)}"`,
    `lengthAdjust="spacingAndGlyphs"`,
    `fill="${run.colour}"`,
    ...(run.bold ? ['font-weight="bold"'] : []),
    ...(run.dim ? ['opacity=".6"'] : []),
  ];
  return `<text ${attributes.join(' ')}>${escaped(run.text)}</text>`;
}

/** Words and single spaces between them. Spaces at an end, and longer gaps, are in no run: they would be dropped or stretched. */
function runsOf(line: string, from: Style): { readonly runs: readonly Run[]; readonly style: Style } {
  const runs: Run[] = [];
  let style = from;
  let column = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes of colours
  for (const part of line.split(/(\u001b\[[0-9;]*m)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    const codes = /^\u001b\[([0-9;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) {
      for (const code of codes.split(';')) style = styled(style, Number(code));
      continue;
    }
    for (const text of part.split(/(^ +| +$| {2,})/)) {
      const columns = graphemes(text).reduce((sum, one) => sum + graphemeWidth(one), 0);
      if (text.trim() !== '') runs.push({ ...style, text, column, columns });
      column += columns;
    }
  }
  return { runs, style };
}

function styled(style: Style, code: number): Style {
  const colour = COLOURS.get(code);
  if (colour !== undefined) return { ...style, colour };
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 39:
      return { ...style, colour: TEXT };
    default:
      throw new Error(`the picture of a terminal knows no code ${code}`);
  }
}

function px(length: number): string {
  return String(Math.round(length * 100) / 100);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
