import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { spot } from '../../types/place.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';
import {
  declaredOptions,
  declaredType,
  isDeclaredArchived,
  TICKET_ATTRIBUTE_TYPES,
  type TicketTypeDeclaration,
} from './declaration.ts';
import { isDefaultName } from './live.ts';

/** No source states a maximum; names and options are kept to what string values hold (intercom 3.5). */
const maxLength = 255;

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
    else if (declaration.unsure !== true) checkType(declaration, report);
    checkOptions(declaration, report);
  }
}

function checkName(
  declaration: TicketTypeDeclaration,
  spellings: Map<string, TicketTypeDeclaration>,
  report: Report,
): void {
  const { name, address, place } = declaration;
  const what = wordOf(declaration);
  if (isUnusable(name, 'name'))
    report({ ...unusableName(`the name of ${what}`, name, 'name'), address, ...place });
  else if (!isPlain(name)) {
    report({
      code: 'ticket-type-name',
      severity: 'error',
      summary: `${JSON.stringify(name.slice(0, 60))} cannot be the name of ${what}`,
      help: `names have 1 to ${maxLength} characters and no space around them`,
      address,
      ...place,
    });
  }
  const folded = name.toLowerCase();
  const key = JSON.stringify(declaration.of === 'type' ? [folded] : [declaration.type, folded]);
  const twin = spellings.get(key);
  if (twin !== undefined) report(inCaseOnly(declaration, twin.name, `it is declared at ${spot(twin.place)}`));
  spellings.set(key, declaration);
}

/** How sentences call it. */
export function wordOf({ of }: TicketTypeDeclaration): string {
  return of === 'type' ? 'a ticket type' : 'an attribute of a ticket type';
}

/** Intercom does not say whether names that differ in case only are one name to it. */
export function inCaseOnly(
  { name, address, place }: TicketTypeDeclaration,
  other: string,
  detail: string,
): Diagnostic {
  return {
    code: 'ticket-type-name-case',
    severity: 'error',
    summary: `${JSON.stringify(name)} and ${JSON.stringify(other)} differ in case only`,
    detail,
    help: `keep one spelling: write it as ${other}`,
    address,
    ...place,
  };
}

function isPlain(text: string): boolean {
  return text !== '' && text.trim() === text && text.length <= maxLength;
}

function checkType(declaration: TicketTypeDeclaration, report: Report): void {
  const { name, address, cells, place } = declaration;
  const type = declaredType(declaration);
  if (type === undefined) {
    report({
      code: 'missing-type',
      severity: 'error',
      summary: `${name} has no type`,
      help: `add type: ${TICKET_ATTRIBUTE_TYPES.join(' | ')}`,
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
  const options = declaredOptions(declaration);
  if (options === undefined) return;
  const { name, address, cells, place } = declaration;
  const cell = cells.get('options');
  const seen = new Set<string>();
  for (const [index, option] of options.entries()) {
    const at = cell?.elements?.[index] ?? cell?.place ?? place;
    const found = (finding: Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>) =>
      report({ severity: 'error', ...finding, address, ...at });
    if (isUnusable(option, 'name')) report({ ...unusableName('an option', option, 'name'), address, ...at });
    else if (option.includes(',')) {
      found({
        code: 'option-with-comma',
        summary: `an option of ${name} holds a comma`,
        detail: `${JSON.stringify(option)}; Intercom takes the options of ticket attributes as one text with commas between them, so it would become ${option.split(',').length} options`,
        help: 'write it without the comma',
      });
    } else if (!isPlain(option)) {
      found({
        code: 'option-label',
        summary: `${JSON.stringify(option.slice(0, 60))} cannot be an option`,
        help: `options have 1 to ${maxLength} characters and no space around them`,
      });
    }
    if (seen.has(option)) {
      found({
        code: 'duplicate-option',
        summary: `${name} lists an option twice`,
        detail: JSON.stringify(option),
        help: 'remove one of them',
      });
    }
    seen.add(option);
  }
  if (options.length === 0 && declaration.unsure !== true) {
    report({
      code: 'too-few-options',
      severity: 'error',
      summary: `${name} has no options`,
      help: 'write options: [first, second], or take options out, which leaves them as they are',
      address,
      ...(cell?.place ?? place),
    });
  }
}
