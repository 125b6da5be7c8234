import { assertNever } from '../../types/assert-never.ts';
import type { DictionaryField, DictionaryObject } from '../../types/generated.ts';
import type { TypedObject } from '../../types/kind/generating.ts';
import { docComment } from './doc-comment.ts';
import { INHERITED_NAMES } from './inherited-names.ts';
import { CHANGE_MANIFESTS, madeBySentence } from './made-by.ts';
import { stringLiteral } from './string-literal.ts';

/** Longer unions have a line for each member. */
const LINE_COLUMNS = 100;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * TypeScript with an interface for each object that programs see in Intercom's API: types only, so that it can be a `.d.ts` as
 * well. Every field may be absent, since nobody has to have a value, and null, which is how Intercom says that there is none and
 * how a program clears it.
 */
export function renderTypeScript(objects: readonly DictionaryObject[]): string {
  return [
    `// ${madeBySentence('typescript')} ${CHANGE_MANIFESTS}`,
    '/* eslint-disable */',
    '',
    ...docComment(
      ["Unix time in seconds, as dates are in Intercom's API. JavaScript counts milliseconds."],
      '',
    ),
    'export type UnixSeconds = number;',
    ...objects.flatMap(({ typed, fields }) => (typed === undefined ? [] : ['', ...typeOf(typed, fields)])),
    '',
  ].join('\n');
}

function typeOf({ name, about }: TypedObject, fields: readonly DictionaryField[]): readonly string[] {
  const comment = docComment([about, 'Intercom may hold others that no manifest declares.'], '');
  if (fields.length === 0) return [...comment, `export interface ${name} {}`];
  return [...comment, `export interface ${name} {`, ...fields.flatMap(propertyOf), '}'];
}

function propertyOf(field: DictionaryField): readonly string[] {
  const { name, description, isArchived, isSensitive } = field;
  const facts = [
    ...(field.value === 'integer' ? ['A whole number.'] : []),
    ...(isSensitive === true ? ['Sensitive: its values are personal data.'] : []),
  ];
  const comment = docComment(
    // Editors show two lines as one paragraph.
    [...(description?.split(/\r\n|[\n\r]/) ?? []), '', ...facts],
    '  ',
    isArchived ? 'Archived in Intercom, which takes no value for it.' : undefined,
  );
  const key = `  ${IDENTIFIER.test(name) ? name : stringLiteral(name)}?:`;
  const inherited = INHERITED_NAMES.has(name) ? [`Object[${stringLiteral(name)}]`] : [];
  const members = [...membersOf(field), ...inherited, 'null'];
  const line = `${key} ${members.join(' | ')};`;
  if (line.length <= LINE_COLUMNS || members.length === 2) return [...comment, line];
  return [
    ...comment,
    key,
    ...members.map((member, at) => `    | ${member}${at === members.length - 1 ? ';' : ''}`),
  ];
}

function membersOf({ value, options = [] }: DictionaryField): readonly string[] {
  switch (value) {
    case 'text':
      return ['string'];
    case 'integer':
    case 'number':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'unix_seconds':
      return ['UnixSeconds'];
    case 'option':
      return options.map(stringLiteral);
    case undefined:
      return ['unknown'];
    default:
      return assertNever(value);
  }
}
