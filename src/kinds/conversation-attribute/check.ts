import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { spot } from '../../types/place.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import {
  CONVERSATION_ATTRIBUTE_TYPES,
  type ConversationAttributeDeclaration,
  declaredOptions,
  declaredType,
} from './declaration.ts';

/** "A list attribute must have at least 2 active options" (intercom 17.1). */
export const minOptions = 2;
/** No source states a maximum; names and labels are kept to what string values hold (intercom 3.5). */
const maxLength = 255;

/** The fields that only one type has. */
const OF_ONE_TYPE = [
  ['options', 'list'],
  ['multiline', 'string'],
  ['reference', 'relationship'],
] as const;

/** Checks what needs no network. Nothing else refers to conversation attributes, so the catalog takes none. */
export function checkConversationAttributes(
  declared: readonly ConversationAttributeDeclaration[],
  _catalog: Catalog,
  report: Report,
): void {
  const spellings = new Map<string, ConversationAttributeDeclaration>();
  for (const declaration of declared) {
    checkName(declaration, spellings, report);
    if (declaration.unsure !== true) checkType(declaration, report);
    checkOptions(declaration, report);
  }
}

function checkName(
  declaration: ConversationAttributeDeclaration,
  spellings: Map<string, ConversationAttributeDeclaration>,
  report: Report,
): void {
  const { name, address, place } = declaration;
  if (isUnusable(name, 'name'))
    report({ ...unusableName('the name of a conversation attribute', name, 'name'), address, ...place });
  else if (!isPlain(name)) {
    report({
      code: 'conversation-attribute-name',
      severity: 'error',
      summary: `${JSON.stringify(name.slice(0, 60))} cannot be the name of a conversation attribute`,
      help: `names have 1 to ${maxLength} characters and no space around them`,
      address,
      ...place,
    });
  }
  const key = name.toLowerCase();
  const twin = spellings.get(key);
  if (twin !== undefined) report(inCaseOnly(declaration, twin.name, `it is declared at ${spot(twin.place)}`));
  spellings.set(key, declaration);
}

/** Intercom does not say whether names that differ in case only are one name to it, and one name twice breaks conversations. */
export function inCaseOnly(
  { name, address, place }: ConversationAttributeDeclaration,
  other: string,
  detail: string,
): Diagnostic {
  return {
    code: 'conversation-attribute-name-case',
    severity: 'error',
    summary: `${JSON.stringify(name)} and ${JSON.stringify(other)} differ in case only`,
    detail: `${detail}; where Intercom takes both for one name, it refuses to write attributes of conversations`,
    help: `keep one spelling: write it as ${other}`,
    address,
    ...place,
  };
}

function isPlain(text: string): boolean {
  return text !== '' && text.trim() === text && text.length <= maxLength;
}

function checkType(declaration: ConversationAttributeDeclaration, report: Report): void {
  const { name, address, cells, place } = declaration;
  const type = declaredType(declaration);
  if (type === undefined) {
    report({
      code: 'missing-type',
      severity: 'error',
      summary: `${name} has no type`,
      help: `add type: ${CONVERSATION_ATTRIBUTE_TYPES.join(' | ')}`,
      address,
      ...place,
    });
    return;
  }
  for (const [field, owner] of OF_ONE_TYPE) {
    const cell = cells.get(field);
    if (cell === undefined || type === owner) continue;
    report({
      code: 'field-of-another-type',
      severity: 'error',
      summary: `${name} is of type ${type} and cannot have ${field}`,
      help: `write type: ${owner}, or take ${field} out`,
      address,
      ...cell.place,
    });
  }
  if (type === 'relationship' && cells.get('reference') === undefined) {
    report({
      code: 'missing-reference',
      severity: 'error',
      summary: `${name} does not say what it relates to`,
      help: 'add reference: { type: one, object_type_id: Order }, with the id of a custom object type',
      address,
      ...place,
    });
  }
}

function checkOptions(declaration: ConversationAttributeDeclaration, report: Report): void {
  const options = declaredOptions(declaration);
  if (options === undefined) return;
  const { name, address, cells, place } = declaration;
  if (options.length < minOptions && declaration.unsure !== true) {
    report({
      code: 'too-few-options',
      severity: 'error',
      summary: `${name} needs at least two options`,
      detail: `${options.length} declared`,
      help: 'write options: [first, second]',
      address,
      ...(cells.get('options')?.place ?? place),
    });
  }
  const labels = new Set(options.map(({ label }) => label));
  const seen = new Set<string>();
  const former = new Map<string, string>();
  for (const { label, was, place: at } of options) {
    const found = (finding: Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>) =>
      report({ severity: 'error', ...finding, address, ...at });
    if (isUnusable(label, 'name'))
      report({ ...unusableName('the label of an option', label, 'name'), address, ...at });
    else if (!isPlain(label)) {
      found({
        code: 'option-label',
        summary: `${JSON.stringify(label.slice(0, 60))} cannot be the label of an option`,
        help: `labels have 1 to ${maxLength} characters and no space around them`,
      });
    }
    if (seen.has(label)) {
      found({
        code: 'duplicate-option',
        summary: `${name} lists an option twice`,
        detail: JSON.stringify(label),
        help: 'remove one of them',
      });
    }
    seen.add(label);
    for (const before of was) {
      const other = labels.has(before) ? before : former.get(before);
      former.set(before, label);
      if (other === undefined || (other === label && before !== label)) continue;
      found({
        code: 'option-was-in-use',
        summary: `the former label of an option of ${name} is in use`,
        detail: `${JSON.stringify(label)} was ${JSON.stringify(before)}, ${other === before ? 'which is declared itself' : `and so was ${JSON.stringify(other)}`}`,
        help: 'take it out of was; where labels move from option to option, apply one step at a time',
      });
    }
  }
}
