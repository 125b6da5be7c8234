import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { spot } from '../../types/place.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { checkNameForm, earlierTwin, inCaseOnly } from '../declared/item-names.ts';
import { checkFieldsOfTypes, missingType } from '../declared/item-types.ts';
import { duplicateOption, labelFault, type OptionFault } from '../declared/list-options.ts';
import { warnOfNearEqualOptions } from '../declared/option-twins.ts';
import { caseForm } from '../values/name-case.ts';
import { CONVERSATION_ATTRIBUTE_TYPES, type ConversationAttributeDeclaration } from './declaration.ts';
import { labelledOptions } from './declared-options.ts';

/** "A list attribute must have at least 2 active options" (intercom 17.1). */
export const minOptions = 2;
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
    if (declaration.isPartial !== true) checkType(declaration, report);
    checkOptions(declaration, report);
  }
}

function checkName(
  declaration: ConversationAttributeDeclaration,
  spellings: Map<string, ConversationAttributeDeclaration>,
  report: Report,
): void {
  const what = 'a conversation attribute';
  checkNameForm(declaration, { what, code: 'conversation-attribute-name' }, report);
  const twin = earlierTwin(declaration, caseForm(declaration.name), spellings);
  if (twin !== undefined)
    report(conversationNameCase(declaration, twin.name, `it is declared at ${spot(twin.place)}`));
}

/** One name twice breaks the attributes of conversations, so that it is worth saying. */
export function conversationNameCase(
  declaration: ConversationAttributeDeclaration,
  other: string,
  detail: string,
): Diagnostic {
  return inCaseOnly(declaration, other, {
    code: 'conversation-attribute-name-case',
    detail: `${detail}; where Intercom takes both for one name, it refuses to write attributes of conversations`,
  });
}

function checkType(declaration: ConversationAttributeDeclaration, report: Report): void {
  const { name, address, cells, place } = declaration;
  const type = declaredType(declaration);
  if (type === undefined) {
    report(missingType(declaration, CONVERSATION_ATTRIBUTE_TYPES));
    return;
  }
  checkFieldsOfTypes(declaration, type, OF_ONE_TYPE, report);
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
  const options = labelledOptions(declaration);
  if (options === undefined) return;
  const { name, address, cells, place } = declaration;
  if (options.length < minOptions && declaration.isPartial !== true) {
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
  const usable = options.filter(({ label }) => faultOf(label) === undefined);
  if (!isDeclaredArchived(declaration)) warnOfNearEqualOptions(declaration, usable, report);
  const labels = new Set(options.map(({ label }) => label));
  const seen = new Set<string>();
  const former = new Map<string, string>();
  for (const { label, was, place: at } of options) {
    const found = (finding: OptionFault) => report({ severity: 'error', ...finding, address, ...at });
    const fault = faultOf(label);
    if (fault !== undefined) found(fault);
    if (seen.has(label)) found(duplicateOption(name, label));
    seen.add(label);
    for (const before of was) {
      const other = labels.has(before) ? before : former.get(before);
      former.set(before, label);
      if (before === label) {
        found({
          code: 'option-was-in-use',
          summary: `an option of ${name} has its own label among its former ones`,
          detail: JSON.stringify(label),
          help: 'take it out of was',
        });
        continue;
      }
      if (other === undefined || other === label) continue;
      found({
        code: 'option-was-in-use',
        summary: `the former label of an option of ${name} is in use`,
        detail: `${JSON.stringify(label)} was ${JSON.stringify(before)}, ${other === before ? 'which is declared itself' : `and so was ${JSON.stringify(other)}`}`,
        help: 'take it out of was; where labels move from option to option, apply one step at a time',
      });
    }
  }
}

function faultOf(label: string): OptionFault | undefined {
  return labelFault(label, { what: 'the label of an option', many: 'labels' });
}
