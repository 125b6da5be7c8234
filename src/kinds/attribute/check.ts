import type { Catalog, KnownAttribute } from '../../types/catalog.ts';
import { charactersIn, isLonger } from '../../types/characters.ts';
import type { Report } from '../../types/diagnostic.ts';
import { spot } from '../../types/place.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { earlierTwin } from '../declared/item-names.ts';
import { missingType } from '../declared/item-types.ts';
import { duplicateOption } from '../declared/list-options.ts';
import { placedOptions } from '../declared/placed-options.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { checkCarrying } from './check-carrying.ts';
import { type AttributeDeclaration, declaredAttributeType, isDeclaredTrue } from './declaration.ts';
import { lintAttribute } from './lint.ts';
import { sensitiveNames } from './sensitive-names.ts';

/** Intercom states no maximum; 190 is remembered from old documentation (intercom 3.4). */
const maxNameLength = 190;
const longNameLength = 100;
/** Characters that Intercom refuses in names (intercom 3.4). */
const refusedInNames = /[.$~`!@#%^&*'{}|\\"\0]|\p{Cs}/u;
/** String values, so options too, hold at most 255 characters (intercom 3.5). */
const maxOptionLength = 255;
/** "You must have at least two options on a list type data attribute" (intercom 1.6). */
const minOptions = 2;
/** The types that a manifest may name. */
const ATTRIBUTE_TYPES = ['string', 'integer', 'float', 'boolean', 'date', 'datetime', 'options'] as const;

/** Checks what needs no network, and publishes the declared attributes. */
export function checkAttributes(
  declared: readonly AttributeDeclaration[],
  catalog: Catalog,
  report: Report,
): void {
  const spellings = new Map<string, AttributeDeclaration>();
  const sensitive = new Set(sensitiveNames.inDeclarations(declared));
  for (const declaration of declared) {
    checkName(declaration, spellings, report);
    if (!hasUnknownType(declaration)) checkType(declaration, report);
    lintAttribute(declaration, report);
    const known = knownAttribute(declaration, sensitive);
    if (known !== undefined) catalog.attributes.set(`${declaration.model}/${declaration.name}`, known);
  }
  checkCarrying(declared, catalog, report);
}

function knownAttribute(
  declaration: AttributeDeclaration,
  sensitive: ReadonlySet<string>,
): KnownAttribute | undefined {
  const isTypeUnknown = hasUnknownType(declaration);
  const type = declaredAttributeType(declaration) ?? (isTypeUnknown ? 'string' : undefined);
  if (type === undefined) return undefined;
  return {
    ...(isTypeUnknown ? { isTypeUnknown } : {}),
    model: declaration.model,
    name: declaration.name,
    type,
    options: declaredOptions(declaration),
    archived: isDeclaredTrue(declaration, 'archived'),
    sensitive: sensitive.has(declaration.address),
    declared: declaration.address,
    place: declaration.cells.get('options')?.place ?? declaration.place,
  };
}

/** True where the type, or the list of options, may have had the error for which a part was left out. */
function hasUnknownType(declaration: AttributeDeclaration): boolean {
  if (declaration.isPartial !== true) return false;
  const type = declaredAttributeType(declaration);
  return type === undefined || (type === 'options' && declaredOptions(declaration) === undefined);
}

/** Whether an attribute of this name can be declared, as far as its characters and its length go. */
export function canBeNamed(name: string): boolean {
  return name.trim() === name && name !== '' && !refusedInNames.test(name) && !isLonger(name, maxNameLength);
}

function checkName(
  declaration: AttributeDeclaration,
  spellings: Map<string, AttributeDeclaration>,
  report: Report,
): void {
  const { name, place, address } = declaration;
  const refused = refusedInNames.exec(name);
  if (refused !== null || name.trim() !== name || name === '') {
    report({
      code: 'attribute-name',
      severity: 'error',
      summary: `${JSON.stringify(name)} cannot be the name of an attribute`,
      detail:
        refused === null
          ? 'it is empty or has space around it'
          : `Intercom refuses ${JSON.stringify(refused[0])} in names`,
      help: 'use letters, digits, spaces, hyphens and underscores',
      address,
      ...place,
    });
  }
  if (isLonger(name, longNameLength)) {
    report({
      code: 'attribute-name-length',
      severity: isLonger(name, maxNameLength) ? 'error' : 'warning',
      summary: `the attribute's name has ${charactersIn(name)} characters`,
      help: `keep names below ${longNameLength} characters; above ${maxNameLength} they are refused`,
      address,
      ...place,
    });
  }
  const key = `${declaration.model}/${caseForm(name)}`;
  const twin = earlierTwin(declaration, key, spellings);
  if (twin !== undefined) {
    report({
      code: 'attribute-name-case',
      severity: 'error',
      summary: `${JSON.stringify(name)} and ${JSON.stringify(twin.name)} differ ${differsOnlyIn(name, twin.name)}`,
      detail: `the other one is at ${spot(twin.place)}`,
      help: 'keep one spelling; Intercom treats names as case-sensitive keys',
      address,
      ...place,
    });
  }
}

function checkType(declaration: AttributeDeclaration, report: Report): void {
  const { address } = declaration;
  const type = declaredAttributeType(declaration);
  const options = declaredOptions(declaration);
  const place = declaration.cells.get('options')?.place ?? declaration.place;
  if (type === undefined) {
    report(missingType(declaration, ATTRIBUTE_TYPES));
    return;
  }
  if (type !== 'options') {
    if (options !== undefined) {
      report({
        code: 'options-without-list',
        severity: 'error',
        summary: `${declaration.name} is of type ${type} and cannot have options`,
        help: 'write type: options, or take the options out',
        address,
        ...place,
      });
    }
    return;
  }
  if (options === undefined || options.length < minOptions) {
    report({
      code: 'too-few-options',
      severity: 'error',
      summary: `${declaration.name} needs at least two options`,
      detail: `${options?.length ?? 0} declared`,
      help: 'write options: [first, second]',
      address,
      ...place,
    });
    return;
  }
  const seen = new Set<string>();
  for (const { label: option, place: at } of placedOptions(declaration) ?? []) {
    if (seen.has(option))
      report({ severity: 'error', ...duplicateOption(declaration.name, option), address, ...at });
    if (isLonger(option, maxOptionLength) || option === '') {
      report({
        code: 'option-length',
        severity: 'error',
        summary: `an option of ${declaration.name} has ${charactersIn(option)} characters`,
        help: `options hold 1 to ${maxOptionLength} characters`,
        address,
        ...at,
      });
    }
    seen.add(option);
  }
}
