import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import { dateFormat } from '../../types/date-format.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { isJsonObject } from '../../types/json.ts';
import { type Place, spot } from '../../types/place.ts';
import { convertOld } from '../carrying/convert.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { carryRule, formerOptions } from './carry-rules.ts';
import { type AttributeDeclaration, isDeclaredTrue } from './declaration.ts';

type Declared = ReadonlyMap<string, AttributeDeclaration>;

/** Checks `from` and `was` of all declared attributes, and publishes the rules of those that can be followed. */
export function checkCarrying(
  declared: readonly AttributeDeclaration[],
  catalog: Catalog,
  report: Report,
): void {
  const byName: Declared = new Map(declared.map((one) => [`${one.model}/${one.name}`, one]));
  const users = new Map<string, CarryRule>();
  for (const declaration of declared) {
    const rule = carryRule(declaration);
    if (rule === undefined || declaration.isPartial === true) continue;
    const faults = [...formerFaults(declaration), ...fromFaults(declaration, rule, byName)];
    if (rule.from !== undefined && faults.length === 0) faults.push(...valueFaults(rule, rule.from, catalog));
    const { address, place } = declaration;
    for (const fault of faults) report({ severity: 'error', address, ...place, ...fault });
    if (faults.length > 0) continue;
    for (const finding of sharedSources(rule, users)) report({ ...finding, address });
    catalog.carrying.rules.push(rule);
  }
}

type Fault = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'> & Partial<Place>;

function formerFaults(declaration: AttributeDeclaration): readonly Fault[] {
  const former = formerOptions(declaration);
  if (former.length === 0) return [];
  const { name, cells, place } = declaration;
  const cell = cells.get('options');
  const at = (index: number): Place => cell?.elements?.[index] ?? cell?.place ?? place;
  const options = new Set(declaredOptions(declaration));
  const seen = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { former: old, option, index } of former) {
    if (options.has(old))
      faults.push({
        code: 'former-option-declared',
        summary: `${name} lists an option that another entry says is gone`,
        detail: `${JSON.stringify(old)} is an option, and under was of ${JSON.stringify(option)}`,
        help: `take it out of the options, or out of was`,
        ...at(index),
      });
    const other = seen.get(old);
    if (other !== undefined)
      faults.push({
        code: 'former-option-twice',
        summary: `${name} says twice what became of an option`,
        detail: `${JSON.stringify(old)} is under was of ${JSON.stringify(other)} and of ${JSON.stringify(option)}`,
        help: 'keep one of them: a holder can only be moved to one option',
        ...at(index),
      });
    seen.set(old, option);
  }
  return faults;
}

function fromFaults(
  declaration: AttributeDeclaration,
  rule: CarryRule,
  declared: Declared,
): readonly Fault[] {
  const { from } = rule;
  if (from === undefined) return [];
  const cell = declaration.cells.get('from');
  const date = cell !== undefined && isJsonObject(cell.value) ? cell.value['date'] : undefined;
  const faults: Fault[] = [];
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

interface Source {
  readonly from: CarriedFrom;
  readonly source: string;
}

function sourceFaults(
  declaration: AttributeDeclaration,
  { from, source }: Source,
  declared: Declared,
): readonly Fault[] {
  const { model, name } = declaration;
  const at = from.place;
  if (source === name)
    return [
      {
        code: 'carry-circle',
        summary: `${name} takes its values from itself`,
        help: 'name the attribute that holds the values up to now',
        ...at,
      },
    ];
  if (caseForm(source) === caseForm(name))
    return [
      {
        code: 'carry-in-case',
        summary: `${JSON.stringify(source)} and ${JSON.stringify(name)} differ ${differsOnlyIn(source, name)}`,
        detail: 'it is not known whether Intercom keeps them apart, so no value is carried between them',
        help: 'give the new attribute another name',
        ...at,
      },
    ];
  const other = declared.get(`${model}/${source}`);
  if (other === undefined) return [];
  const faults: Fault[] = [];
  const path = chainFrom(other, declared);
  if (path.includes(name) || path.length > 1)
    faults.push(
      path.includes(name)
        ? {
            code: 'carry-circle',
            summary: `the values of ${name} would go round in a circle`,
            detail: [name, ...path].join(' ← '),
            help: 'take from out of one of them',
            ...at,
          }
        : {
            code: 'carry-chain',
            summary: `${name} takes its values from ${source}, which takes its own from elsewhere`,
            detail: `${[name, ...path].join(' ← ')}; ${source} is at ${spot(other.place)}`,
            help: `name all of them here, and take from out of ${source}: from: { attribute: [${path.join(', ')}] }`,
            ...at,
          },
    );
  const isArchived = isDeclaredTrue(other, 'archived');
  if (isArchived)
    faults.push({
      code: 'carry-from-archived',
      summary: `${source} is declared archived, which hides the values that ${name} takes from it`,
      detail: `${source} is at ${spot(other.place)}`,
      help: `take ${source} out of the manifests and write archive: true here: it is archived once every value has arrived`,
      ...at,
    });
  else if (from.archive)
    faults.push({
      code: 'carry-archive-declared',
      summary: `${source} is declared, and ${name} would archive it`,
      detail: `${source} is at ${spot(other.place)}; what is declared lives`,
      help: `take ${source} out of the manifests, or archive: true out of here`,
      ...at,
    });
  return faults;
}

/** Types that cannot work, and new values that the attribute does not take. */
function valueFaults(rule: CarryRule, from: CarriedFrom, catalog: Catalog): readonly Fault[] {
  const faults: Fault[] = [];
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

/** The attribute and what it takes its values from, over as many steps as there are, without repeating one. */
function chainFrom(first: AttributeDeclaration, declared: Declared): readonly string[] {
  const path: string[] = [];
  const waiting = [first];
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    if (path.includes(one.name)) continue;
    path.push(one.name);
    for (const name of carryRule(one)?.from?.attributes ?? []) {
      const next = declared.get(`${one.model}/${name}`);
      if (next !== undefined) waiting.push(next);
      else if (!path.includes(name)) path.push(name);
    }
  }
  return path;
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
