import { type CST, Parser } from 'yaml';
import { kinds } from '../../kinds/index.ts';
import { attributeName } from '../../types/attribute-path.ts';
import type { KindPersonal } from '../../types/kind/personal.ts';
import { nearest } from '../../types/nearest.ts';
import { blankContacts } from './mask-text.ts';
import type { PersonalFields } from './personal-fields.ts';

/** A key that nobody foresaw may be a misspelt personal one: that is why its line is shown. */
const LIKE_PERSONAL = /name|mail|phone/i;

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The YAML text with a dot for every character of a personal value, so that code frames of findings stay in their columns.
 * Works on the tokens, since a manifest that is shown is often one that cannot be parsed.
 */
export function maskManifest(text: string, fields: PersonalFields): string {
  const ranges: Range[] = [];
  for (const token of new Parser().parse(text)) {
    if (token.type !== 'document' || token.value === undefined) continue;
    const holds = personalIn(rootKind(token.value));
    if (holds === 'nothing') continue;
    collect(token.value, { depth: 0, onlySensitive: holds === 'sensitive', fields }, ranges);
  }
  return blankContacts(dotted(text, ranges));
}

/** What a document holds of persons by its `kind:`; where that cannot be told, whatever resembles their fields. */
function personalIn(manifest: string | undefined): KindPersonal['manifest'] {
  if (manifest === 'Project') return 'nothing';
  return kinds.find((kind) => kind.manifest === manifest)?.personal?.manifest;
}

/** Keys under which a token is put by mistake, and keys that name the variable of a secret. */
const SECRET_KEY = /token|secret|password|passwd|api_?key|credential|authorization/i;
const VARIABLE_KEY = /_env$/;
const VARIABLE_NAME = /^[A-Z][A-Z0-9_]*$/;

/** The YAML text of a project file with a dot for every character of a secret that stands there by mistake. */
export function maskSecrets(text: string): string {
  const ranges: Range[] = [];
  for (const token of new Parser().parse(text)) {
    if (token.type === 'document' && token.value !== undefined) collectSecrets(token.value, ranges);
  }
  return dotted(text, ranges);
}

function collectSecrets(token: CST.Token, ranges: Range[]): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq' && token.type !== 'flow-collection') return;
  for (const { key, value } of token.items) {
    if (value === undefined) continue;
    const name = key == null ? undefined : scalarText(key);
    const isVariable =
      name !== undefined && VARIABLE_KEY.test(name) && VARIABLE_NAME.test(scalarText(value) ?? '');
    if (name !== undefined && !isVariable && (SECRET_KEY.test(name) || VARIABLE_KEY.test(name)))
      blank(value, ranges);
    else collectSecrets(value, ranges);
  }
}

function dotted(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    parts.push(text.slice(at, from), text.slice(from, to).replace(/[^\s]/g, '•'));
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}

interface Walk {
  /** Maps above: the keys of a document itself name no person. */
  readonly depth: number;
  readonly onlySensitive: boolean;
  readonly fields: PersonalFields;
}

function collect(token: CST.Token, walk: Walk, ranges: Range[]): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq' && token.type !== 'flow-collection') return;
  const isMap = token.type === 'block-map' || token.items.some((item) => item.sep !== undefined);
  for (const { key, value } of token.items) {
    if (key != null) collect(key, walk, ranges);
    if (value === undefined) continue;
    const name = key == null ? undefined : scalarText(key);
    if (name !== undefined && isPersonal(name, walk)) blank(value, ranges);
    else collect(value, { ...walk, depth: walk.depth + (isMap ? 1 : 0) }, ranges);
  }
}

function isPersonal(key: string, { depth, onlySensitive, fields }: Walk): boolean {
  if (depth === 0) return false;
  const names = [...fields.paths].map((path) => attributeName(path) ?? path);
  if (onlySensitive) return names.includes(attributeName(key) ?? key) && !/^(?:name|email|phone)$/.test(key);
  return LIKE_PERSONAL.test(key) || nearest(attributeName(key) ?? key, names) !== undefined;
}

/** Marks every scalar at or below a token; quotes and the sign of a block scalar stay. */
function blank(token: CST.Token, ranges: Range[]): void {
  const start = token.offset;
  switch (token.type) {
    case 'scalar':
      ranges.push({ from: start, to: start + token.source.length });
      return;
    case 'double-quoted-scalar':
    case 'single-quoted-scalar':
      ranges.push({ from: start + 1, to: start + Math.max(1, token.source.length - 1) });
      return;
    case 'block-scalar': {
      // The header `|` or `>` stands before the text of the scalar.
      const header = token.props.reduce((sum, prop) => sum + ('source' in prop ? prop.source.length : 0), 0);
      ranges.push({ from: start + header, to: start + header + token.source.length });
      return;
    }
    case 'block-map':
    case 'block-seq':
    case 'flow-collection':
      for (const { key, value } of token.items) {
        if (key != null) blank(key, ranges);
        if (value !== undefined) blank(value, ranges);
      }
      return;
    default:
      return;
  }
}

/** The `kind:` of a document; undefined where it cannot be told. */
function rootKind(token: CST.Token): string | undefined {
  if (token.type !== 'block-map' && token.type !== 'flow-collection') return undefined;
  for (const { key, value } of token.items) {
    if (key != null && value !== undefined && scalarText(key) === 'kind') return scalarText(value);
  }
  return undefined;
}

function scalarText(token: CST.Token): string | undefined {
  if (token.type === 'scalar') return token.source;
  if (token.type === 'double-quoted-scalar' || token.type === 'single-quoted-scalar')
    return token.source.slice(1, -1);
  return undefined;
}
