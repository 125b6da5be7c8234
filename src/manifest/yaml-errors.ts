import type { Document, YAMLError } from 'yaml';
import type { Diagnostic } from '../types/diagnostic.ts';
import { typographicQuote } from '../types/typographic-quotes.ts';
import type { LineIndex } from './line-index.ts';

interface TextPlace {
  readonly file: string;
  readonly lines: LineIndex;
}

/**
 * The syntax errors of a document. Errors that probably follow from another are left out: further ones on the same line, and
 * everything after a quote or bracket that is not closed.
 */
export function syntaxFindings(document: Document.Parsed, where: TextPlace): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const seen = new Set<number>();
  for (const error of [...document.errors, ...document.warnings]) {
    const finding = syntaxFinding(error, where);
    if (finding.line !== undefined && seen.has(finding.line)) continue;
    if (finding.line !== undefined) seen.add(finding.line);
    findings.push(finding);
    if (error.code === 'MISSING_CHAR') break;
  }
  const { yaml } = document.directives;
  if (yaml.explicit === true && yaml.version !== '1.2') {
    findings.push({
      code: 'yaml-version',
      severity: 'error',
      summary: `the file asks for YAML ${yaml.version}`,
      detail: 'Manifests are YAML 1.2.',
      help: `take the %YAML ${yaml.version} line out`,
      file: where.file,
      line: 1,
      column: 1,
    });
  }
  return findings;
}

const HELP: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  MISSING_CHAR: 'close what was opened: every quote and bracket has a partner',
  BLOCK_AS_IMPLICIT_KEY: 'put quotes around a value that holds ": "',
  BAD_INDENT: 'line the keys of one map up in one column',
  BAD_SCALAR_START: 'put quotes around the value',
  TAG_RESOLVE_FAILED: 'take the tag out, or quote a value that begins with !',
  MULTILINE_IMPLICIT_KEY: 'a key is followed by a colon and a space on its own line',
};

function syntaxFinding(error: YAMLError, { file, lines }: TextPlace): Diagnostic {
  const at = lines.at(error.pos[0]);
  const written = lines.textOf(at.line);
  const place = { file, ...at };
  if (error.code === 'TAB_AS_INDENT') {
    return {
      code: 'yaml-tab',
      severity: 'error',
      summary: 'a tab stands where YAML wants spaces',
      detail: 'tabs cannot indent',
      help: 'indent with spaces',
      ...place,
    };
  }
  const quotes = likelyQuotes(error, at.line, lines);
  if (quotes !== undefined) {
    return {
      code: 'typographic-quotes',
      severity: 'error',
      summary: 'the YAML cannot be read: the line holds typographic quotes',
      detail: `${quotes.quote} is no quote to YAML`,
      help: 'write straight quotes, " or \'',
      file,
      line: quotes.line,
      column: quotes.column,
    };
  }
  const open = written.indexOf('${');
  if (open >= 0 && /[{[][^"'{[]*\$\{/.test(written)) {
    return {
      code: 'yaml-syntax',
      severity: 'error',
      summary: `the YAML cannot be read: \${…} inside { } or [ ] needs quotes`,
      help: `put quotes around the whole value: "\${var.name}"`,
      file,
      line: at.line,
      column: open + 1,
    };
  }
  const help = HELP[error.code];
  return {
    code: 'yaml-syntax',
    severity: 'error',
    summary: 'the YAML cannot be read',
    detail: error.message.replace(/\s+/g, ' ').trim(),
    ...(help === undefined ? {} : { help }),
    ...place,
  };
}

/** How many lines above the error to look at: an unclosed list or text is often noticed only below it. */
const LINES_ABOVE = 10;

/** Finds a typographic quote where a value would begin. Where a text is not closed, any typographic quote in it counts. */
function likelyQuotes(error: YAMLError, from: number, lines: LineIndex) {
  for (let line = from; line >= Math.max(1, from - LINES_ABOVE); line--) {
    const written = lines.textOf(line);
    const opening = /(?:^|[:,[{-])\s*([“”„‟«‘‛])/u.exec(written)?.[1];
    const quote = opening ?? (error.code === 'MISSING_CHAR' ? typographicQuote(written) : undefined);
    if (quote !== undefined) return { quote, line, column: written.indexOf(quote) + 1 };
  }
  return undefined;
}
