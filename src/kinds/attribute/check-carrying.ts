import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import { dateFormat } from '../../types/date-format.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { isJsonObject } from '../../types/json.ts';
import { spot } from '../../types/place.ts';
import { convertOld } from '../carrying/convert.ts';
import { carryRule } from './carry-rules.ts';
import { type CarryFault, type DeclaredAttributes, sourceFaults } from './carry-source-faults.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';
import { formerOptionFaults } from './former-option-faults.ts';

/** Checks `from` and `was` of all declared attributes, and publishes the rules of those that can be followed. */
export function checkCarrying(
  declared: readonly AttributeDeclaration[],
  catalog: Catalog,
  report: Report,
): void {
  const byName: DeclaredAttributes = new Map(declared.map((one) => [`${one.model}/${one.name}`, one]));
  const users = new Map<string, CarryRule>();
  for (const declaration of declared) {
    const rule = carryRule(declaration);
    if (rule === undefined || declaration.isPartial === true) continue;
    const faults = [...formerOptionFaults(declaration), ...fromFaults(declaration, rule, byName)];
    if (rule.from !== undefined && faults.length === 0) faults.push(...valueFaults(rule, rule.from, catalog));
    const { address, place } = declaration;
    for (const fault of faults) report({ severity: 'error', address, ...place, ...fault });
    if (faults.length > 0) continue;
    for (const finding of sharedSources(rule, users)) report({ ...finding, address });
    catalog.carrying.rules.push(rule);
  }
}

/** What is wrong with `from` before its values are looked at. */
function fromFaults(
  declaration: AttributeDeclaration,
  rule: CarryRule,
  declared: DeclaredAttributes,
): readonly CarryFault[] {
  const { from } = rule;
  if (from === undefined) return [];
  const cell = declaration.cells.get('from');
  const date = cell !== undefined && isJsonObject(cell.value) ? cell.value['date'] : undefined;
  const faults: CarryFault[] = [];
  if (isDeclaredTrue(declaration, 'archived'))
    faults.push({
      code: 'carry-to-archived',
      summary: `${declaration.name} is declared archived and cannot take values`,
      help: 'take archived: true out, or from',
      ...from.place,
    });
  if (typeof date === 'string' && dateFormat(date) === undefined)
    faults.push({
      code: 'bad-date-format',
      summary: `${JSON.stringify(date)} is no form of a date`,
      help: 'name year, month and day, such as DD/MM/YYYY',
      ...from.place,
    });
  for (const source of from.attributes) faults.push(...sourceFaults(declaration, { from, source }, declared));
  return faults;
}

/** New values that the attribute does not take. */
function valueFaults(rule: CarryRule, from: CarriedFrom, catalog: Catalog): readonly CarryFault[] {
  const faults: CarryFault[] = [];
  for (const [old, value] of from.values) {
    if (value === null) continue;
    const { state, ...read } = convertOld(old, from, rule, catalog);
    if (state !== 'fault') continue;
    faults.push({
      code: 'carry-value',
      summary: `${rule.attribute} does not take a value that its from gives it`,
      detail: `${JSON.stringify(old)} → ${JSON.stringify(value)}: ${'why' in read ? read.why : ''}`,
      help: 'correct it under values',
      ...from.place,
    });
  }
  return faults;
}

/** Two attributes may take their values from the same one; it is said, because it is seldom meant. */
function sharedSources(rule: CarryRule, users: Map<string, CarryRule>): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const name of rule.from?.attributes ?? []) {
    const key = `${rule.model}/${name}`;
    const other = users.get(key);
    users.set(key, rule);
    if (other === undefined) continue;
    findings.push({
      code: 'carry-twice',
      severity: 'info',
      summary: `${rule.attribute} and ${other.attribute} both take their values from ${name}`,
      detail: `the other one is at ${spot(other.place)}`,
      help: 'nothing, if both are meant',
      ...(rule.from?.place ?? rule.place),
    });
  }
  return findings;
}
