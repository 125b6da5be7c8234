import { type CST, Parser } from 'yaml';
import { address } from '../types/address.ts';

/**
 * Addresses of the attributes that a text declares sensitive. Works on the tokens: a manifest with an error declares nothing,
 * and what it says is sensitive must stay so in the findings about others.
 */
export function sensitiveInText(text: string): readonly string[] {
  const found: string[] = [];
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
