import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { spot } from '../../types/place.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { checkNameForm, earlierTwin, inCaseOnly } from '../declared/item-names.ts';
import { checkFieldsOfTypes, missingType } from '../declared/item-types.ts';
import { duplicateOption, labelFault, type OptionFault } from '../declared/list-options.ts';
import { warnOfNearEqualOptions } from '../declared/option-twins.ts';
import { placedOptions } from '../declared/placed-options.ts';
import { caseForm } from '../values/name-case.ts';
import { TICKET_ATTRIBUTE_TYPES, type TicketTypeDeclaration } from './declaration.ts';
import { isDefaultName } from './live.ts';

/** The fields that only one type of attribute has. */
const OF_ONE_TYPE = [
  ['options', 'list'],
  ['multiline', 'string'],
  ['allow_multiple_values', 'files'],
] as const;

/** Checks what needs no network. Nothing else refers to ticket types, so the catalog takes none. */
export function checkTicketTypes(declared: readonly TicketTypeDeclaration[], report: Report): void {
  const spellings = new Map<string, TicketTypeDeclaration>();
  for (const declaration of declared) {
    checkName(declaration, spellings, report);
    if (declaration.of === 'type') continue;
    if (isDefaultName(declaration.name)) checkDefault(declaration, report);
    else if (declaration.isPartial !== true) checkType(declaration, report);
    checkOptions(declaration, report);
  }
}

function checkName(
  declaration: TicketTypeDeclaration,
  spellings: Map<string, TicketTypeDeclaration>,
  report: Report,
): void {
  checkNameForm(declaration, { what: wordOf(declaration), code: 'ticket-type-name' }, report);
  const form = caseForm(declaration.name);
  const key = JSON.stringify(declaration.of === 'type' ? [form] : [declaration.type, form]);
  const twin = earlierTwin(declaration, key, spellings);
  if (twin !== undefined)
    report(ticketNameCase(declaration, twin.name, `it is declared at ${spot(twin.place)}`));
}

/** How sentences call it. */
export function wordOf({ of }: TicketTypeDeclaration): string {
  return of === 'type' ? 'a ticket type' : 'an attribute of a ticket type';
}

export function ticketNameCase(
  declaration: TicketTypeDeclaration,
  other: string,
  detail: string,
): Diagnostic {
  return inCaseOnly(declaration, other, { code: 'ticket-type-name-case', detail });
}

function checkType(declaration: TicketTypeDeclaration, report: Report): void {
  const type = declaredType(declaration);
  if (type === undefined) report(missingType(declaration, TICKET_ATTRIBUTE_TYPES));
  else checkFieldsOfTypes(declaration, type, OF_ONE_TYPE, report);
}

/** They come with their type and stay with it: what they say of themselves can be changed, and nothing else. */
function checkDefault(declaration: TicketTypeDeclaration, report: Report): void {
  const { name, address, cells } = declaration;
  const found = (path: string, wrong: string) => {
    const cell = cells.get(path);
    if (cell === undefined) return;
    report({
      code: 'default-attribute',
      severity: 'error',
      summary: `${name} comes with every ticket type and ${wrong}`,
      help: `take ${path} out`,
      address,
      ...cell.place,
    });
  };
  if (isDeclaredArchived(declaration)) found('archived', 'cannot be archived');
  if ((declaredType(declaration) ?? 'string') !== 'string') found('type', 'is of type string');
  for (const path of ['options', 'allow_multiple_values']) found(path, 'is of type string');
}

function checkOptions(declaration: TicketTypeDeclaration, report: Report): void {
  const options = placedOptions(declaration);
  if (options === undefined) return;
  const { name, address, cells, place } = declaration;
  const seen = new Set<string>();
  for (const { label: option, place: at } of options) {
    const fault = optionFault(name, option);
    const faults = [fault, seen.has(option) ? duplicateOption(name, option) : undefined];
    for (const one of faults) if (one !== undefined) report({ severity: 'error', ...one, address, ...at });
    seen.add(option);
  }
  const usable = options.filter(({ label }) => optionFault(name, label) === undefined);
  if (!isDeclaredArchived(declaration)) warnOfNearEqualOptions(declaration, usable, report);
  if (options.length === 0 && declaration.isPartial !== true) {
    report({
      code: 'too-few-options',
      severity: 'error',
      summary: `${name} has no options`,
      help: 'write options: [first, second], or take options out, which leaves them as they are',
      address,
      ...(cells.get('options')?.place ?? place),
    });
  }
}

function optionFault(name: string, option: string): OptionFault | undefined {
  if (!option.includes(',')) return labelFault(option, { what: 'an option', many: 'options' });
  return {
    code: 'option-with-comma',
    summary: `an option of ${name} holds a comma`,
    detail: `${JSON.stringify(option)}; Intercom takes the options of ticket attributes as one text with commas between them, so it would become ${option.split(',').length} options`,
    help: 'write it without the comma',
  };
}
