import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from 'yaml';
import type { Diagnostic } from '../types/diagnostic.ts';
import { LineIndex } from './line-index.ts';
import { syntaxFindings } from './yaml-errors.ts';
import { YamlTree } from './yaml-tree.ts';

/** The deepest nesting of maps and lists, both in the text and after following aliases (design 3). */
export const MAX_DEPTH = 64;

export interface ParsedYaml {
  /** The documents that can be read: without empty ones and those with syntax errors. */
  readonly trees: readonly YamlTree[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses YAML 1.2 (core schema) with any number of documents. It never throws for bad text: every syntax error becomes a
 * diagnostic with its place. Depth is checked before any recursive code sees the text.
 */
export function parseYaml(file: string, text: string): ParsedYaml {
  const lines = new LineIndex(text);
  const diagnostics: Diagnostic[] = [];
  const tokens = tokensOf(text);
  if (!Array.isArray(tokens)) {
    diagnostics.push({
      code: 'nested-too-deep',
      severity: 'error',
      summary: `the YAML nests more than ${MAX_DEPTH} levels deep`,
      help: 'no manifest needs that; look for brackets that are not closed',
      file,
      ...lines.at(tokens.deepAt),
    });
    return { trees: [], diagnostics };
  }
  const trees: YamlTree[] = [];
  const composer = new Composer<ParsedNode>({
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  for (const document of composer.compose(tokens, false, text.length)) {
    const findings = syntaxFindings(document, { file, lines });
    diagnostics.push(...findings);
    if (findings.length > 0 || isEmpty(document) || document.contents === null) continue;
    const tree = new YamlTree(document.contents, { file, lines });
    diagnostics.push(...tree.diagnostics);
    if (!tree.broken) trees.push(tree);
  }
  return { trees, diagnostics };
}

function tokensOf(text: string): CST.Token[] | { readonly deepAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  // Besides the collections, the stack holds the document and a scalar.
  const deepest = MAX_DEPTH + 2;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > deepest) return { deepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

function isEmpty(document: Document.Parsed): boolean {
  const node = document.contents;
  return node === null || ('source' in node && node.source === '' && node.range[0] === node.range[1]);
}
