import { type CST, Parser, parseAllDocuments } from 'yaml';
import { address, addressSegments } from '../../types/address.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclaresSensitive } from '../../types/kind/personal.ts';
import { type Declared, linkedSensitive, sourceNames } from './linked-sensitive.ts';

/** Attributes of contacts and companies are declared `sensitive: true`, and their values may come from others. */
export const sensitiveNames: DeclaresSensitive = {
  inDeclarations: (declarations) => linkedSensitive(declarations.map(ofDeclaration)),
  inDocuments: (documents) => linkedSensitive(documents.flatMap(inDocument)),
  inText: sensitiveInText,
};

function ofDeclaration({ cells, address: own }: Declaration): Declared {
  const [, model, name = ''] = addressSegments(own);
  return {
    model: model === 'company' ? 'company' : 'contact',
    name,
    isSensitive: cells.get('sensitive')?.value === true,
    sources: sourceNames(cells.get('from')?.value),
  };
}

function inDocument(document: ManifestDocument): readonly Declared[] {
  const model = document.data['model'] === 'company' ? 'company' : 'contact';
  return document.keys(['attributes']).map((name) => ({
    model,
    name,
    isSensitive: document.cell(['attributes', name, 'sensitive'])?.value === true,
    sources: sourceNames(document.cell(['attributes', name, 'from'])?.value),
  }));
}

/**
 * Addresses of the attributes that a text declares sensitive. It reads the tokens, because a manifest with an error declares
 * nothing, and its sensitive attributes must stay masked in findings about others.
 */
function sensitiveInText(text: string): readonly string[] {
  const found: string[] = [...sensitiveInLines(text)];
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document' || token.value === undefined) continue;
    const root = entriesOf(token.value);
    if (scalar(root.get('kind')) !== 'DataAttributes') continue;
    const model = scalar(root.get('model')) === 'company' ? 'company' : 'contact';
    for (const [name, definition] of entriesOf(root.get('attributes'))) {
      if (scalar(entriesOf(definition).get('sensitive')) === 'true')
        found.push(address('attribute', model, name));
    }
  }
  return found;
}

/**
 * The same by lines, for a text that cannot be parsed: after a quote that is never closed, all the rest is one token. The
 * model is unknown then, so each attribute counts for both.
 */
function* sensitiveInLines(text: string): Generator<string> {
  if (!/^\s*kind: *["']?DataAttributes/m.test(text)) return;
  if (parseAllDocuments(text).every(({ errors }) => errors.length === 0)) return;
  /** The less indented keys above the line, innermost last. */
  let above: { readonly indent: number; readonly name: string }[] = [];
  for (const line of text.split('\n')) {
    const [, space = '', name = '', rest = ''] =
      /^( *)["']?([^\s"'{}:#][^"'{}:]*?)["']? *:(.*)$/.exec(line) ?? [];
    if (name === '') continue;
    above = above.filter(({ indent }) => indent < space.length);
    const isBlock = name === 'sensitive' && /^\s*true\b/.test(rest);
    const of = isBlock ? above.at(-1)?.name : /\bsensitive["']? *: *true\b/.test(rest) ? name : undefined;
    if (of !== undefined) for (const model of ['contact', 'company']) yield address('attribute', model, of);
    above.push({ indent: space.length, name });
  }
}

function entriesOf(token: CST.Token | undefined): ReadonlyMap<string, CST.Token> {
  const entries = new Map<string, CST.Token>();
  if (token?.type !== 'block-map' && token?.type !== 'flow-collection') return entries;
  for (const { key, value } of token.items) {
    const name = key == null ? undefined : scalar(key);
    if (name !== undefined && value !== undefined) entries.set(name, value);
  }
  return entries;
}

function scalar(token: CST.Token | undefined): string | undefined {
  if (token?.type === 'scalar') return token.source;
  if (token?.type === 'double-quoted-scalar' || token?.type === 'single-quoted-scalar')
    return token.source.slice(1, -1);
  return undefined;
}
