import type { Diagnostic, Severity } from '../../types/diagnostic.ts';
import type { SourceText } from '../../types/source-text.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, type Paint, paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { counted } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { codeFrame, gutterWidth } from './code-frame.ts';

const INKS: Readonly<Record<Severity, Ink>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/**
 * All findings with code frames in the form of design 8, errors last, and their sum at the end. Empty for no
 * findings. Ends without a newline.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: SourceText,
  look: Look,
): string {
  if (diagnostics.length === 0) return '';
  const linesOf = lineReader(sources);
  const blocks = sorted(diagnostics).map((diagnostic) => block(diagnostic, linesOf, look));
  return [...blocks, sumUp(diagnostics)].join('\n\n');
}

/** `3 errors, 1 warning`. */
export function sumUp(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity) => diagnostics.filter((one) => one.severity === severity).length;
  const parts = [
    { number: count('error'), text: counted(count('error'), 'error') },
    { number: count('warning'), text: counted(count('warning'), 'warning') },
    { number: count('info'), text: counted(count('info'), 'note') },
  ];
  return parts
    .filter((part) => part.number > 0)
    .map((part) => part.text)
    .join(', ');
}

/** Errors come last: the end of the output is what is on the screen. */
const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * Errors last, otherwise by file, line, row and column; what stands in no file comes last. Otherwise the order in which they were
 * found.
 */
function sorted(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      RANK[a.severity] - RANK[b.severity] ||
      compareFiles(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.row ?? 0) - (b.row ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

function compareFiles(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -1 : 1;
}

type LineReader = (file: string, line: number) => string | undefined;

/** Splits each file once. */
function lineReader(sources: SourceText): LineReader {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = sources(file)?.split(/\r\n|\n|\r/) ?? [];
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

function block(diagnostic: Diagnostic, linesOf: LineReader, look: Look): string {
  const paint = paintFor(look.color);
  const ink = INKS[diagnostic.severity];
  const gutter = gutterWidth(diagnostic.line);
  const head = `${diagnostic.severity}[${inert(diagnostic.code)}]`;
  const lines = [`${paint('bold', paint(ink, head))}${paint('bold', `: ${inert(diagnostic.summary)}`)}`];

  const where = placeOf(diagnostic);
  if (where !== undefined) lines.push(`${' '.repeat(gutter)}${paint('blue', '-->')} ${where}`);

  const frame = frameOf(diagnostic, linesOf, look);
  lines.push(...(frame?.lines ?? []));
  const note = (label: string, text: string | undefined) => {
    if (text !== undefined) lines.push(...noteLines(label, text, gutter, paint, look));
  };
  if (!frame?.labelled) note('', diagnostic.detail);
  note('help: ', diagnostic.help);
  note('request id: ', diagnostic.request_id);
  return lines.join('\n');
}

function frameOf(diagnostic: Diagnostic, linesOf: LineReader, look: Look) {
  const { file, line, column, row, detail } = diagnostic;
  if (file === undefined || line === undefined || row !== undefined) return undefined;
  const text = linesOf(file, line);
  if (text === undefined || text.trim() === '') return undefined;
  const place = { line, column: column ?? firstColumn(text) };
  const label = detail === undefined ? undefined : inert(detail);
  return codeFrame(text, place, label, { ...look, ink: INKS[diagnostic.severity] });
}

function firstColumn(text: string): number {
  return text.length - text.trimStart().length + 1;
}

/** `file:line:column`, `file row 3`, or the address of what stands in no file. */
function placeOf({ file, line, column, row, address }: Diagnostic): string | undefined {
  if (file === undefined) return address === undefined ? undefined : inert(address);
  if (row !== undefined) return `${inert(file)} row ${row}`;
  return [inert(file), line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':');
}

/** `= help: …`; sentences are wrapped, what can be pasted (help) never is. */
function noteLines(label: string, text: string, gutter: number, paint: Paint, look: Look): string[] {
  const indent = ' '.repeat(gutter + 1);
  const safe = inert(text);
  const parts = label === '' ? wrap(safe, Math.max(20, look.width - gutter - 3)) : [safe];
  return parts.map((part, index) => {
    if (index > 0) return `${indent}  ${part}`;
    return `${indent}${paint('blue', '=')} ${label === '' ? '' : paint('bold', label.trimEnd())}${label === '' ? '' : ' '}${part}`;
  });
}
