import type { Catalog } from '../../types/catalog.ts';
import type { Action, FieldChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { decidedAt, sourceOf } from '../declared/declare-map.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { checkLookAlikes, keepOrDeclareBoth } from '../declared/option-twins.ts';
import { placedOptions } from '../declared/placed-options.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { sameSet } from '../values/same-set.ts';
import { builtInFinding, isStandardLabel, labelFinding } from './built-in-names.ts';
import { checkAttributeCap } from './cap.ts';
import { takingOver } from './carry-pairs.ts';
import { wantedOptions } from './carry-rules.ts';
import { checkSources } from './check-sources.ts';
import { type AttributeDeclaration, declaredAttributeType, isDeclaredTrue } from './declaration.ts';
import { isRetype } from './guards.ts';
import { lintNames } from './lint.ts';
import { type LiveAttribute, sameType } from './live.ts';
import type { ObservedAttributes } from './observe.ts';

/** Compares declared attributes with live ones. */
export function diffAttributes(
  declared: readonly AttributeDeclaration[],
  { live, outside }: ObservedAttributes,
  catalog: Catalog,
  report: Report,
): readonly Planned[] {
  // Of several spellings the standard attribute wins, whatever the order of the answer.
  const spellings = new Map(
    [...live]
      .sort(([a, x], [b, y]) => Number(y.custom) - Number(x.custom) || (a < b ? -1 : 1))
      .map(([key, attribute]) => [caseForm(key), attribute]),
  );
  const planned = declared.map((declaration) => {
    const current = live.get(`${declaration.model}/${declaration.name}`);
    if (refused(declaration, current, spellings, report)) return unchanged(declaration);
    if (current !== undefined) {
      if (!isDeclaredTrue(declaration, 'archived')) checkOptionTwins(declaration, current, report);
      return update(declaration, current, outside);
    }
    if (isStandardLabel(declaration.model, declaration.name)) report(labelFinding(declaration));
    return create(declaration);
  });
  checkSources(live, catalog, report);
  checkAttributeCap(planned, live, declared, report);
  lintNames(declared, planned, catalog, report);
  return planned;
}

function refused(
  declaration: AttributeDeclaration,
  live: LiveAttribute | undefined,
  spellings: ReadonlyMap<string, LiveAttribute>,
  report: Report,
): boolean {
  const { address, name, model } = declaration;
  const type = declaredAttributeType(declaration);
  if (type === undefined) return true;
  const at = declaration.cells.get('type')?.place ?? declaration.place;
  const twin = live ?? spellings.get(`${model}/${caseForm(name)}`);
  if (twin !== undefined && !twin.custom) {
    report(builtInFinding(declaration));
    return true;
  }
  if (live !== undefined && !sameType(type, live.type) && !(type === 'options' && live.type === 'string')) {
    report({
      code: 'attribute-type',
      severity: 'error',
      summary: `the type of ${name} cannot change through the API`,
      detail: `live is ${live.type}, declared is ${type}`,
      help: `declare type: ${live.type}, or change the type in Intercom's settings, or declare a new attribute under another name${takingOver(name, live.type, type)}`,
      address,
      ...at,
    });
    return true;
  }
  if (live === undefined && twin !== undefined) {
    report({
      code: 'attribute-name-case',
      severity: 'error',
      summary: `${JSON.stringify(name)} differs from the live ${JSON.stringify(twin.name)} ${differsOnlyIn(name, twin.name)}`,
      help: `write it as ${twin.name}`,
      address,
      ...declaration.place,
    });
    return true;
  }
  return live !== undefined && isProtected(declaration, live, report);
}

function isProtected(declaration: AttributeDeclaration, live: LiveAttribute, report: Report): boolean {
  if (!isDeclaredTrue(declaration, 'protect')) return false;
  const dropped = droppedOptions(declaration, live);
  const archives = isDeclaredTrue(declaration, 'archived') && !live.archived;
  if (dropped.length === 0 && !archives) return false;
  report({
    code: 'protected-attribute',
    severity: 'error',
    summary: `${declaration.name} is protected and would ${archives ? 'be archived' : 'lose options'}`,
    ...(archives ? {} : { detail: dropped.map((option) => JSON.stringify(option)).join(', ') }),
    help: archives
      ? 'take out archived: true'
      : 'put the options back; protect cannot be taken off by a later version',
    address: declaration.address,
    ...(declaration.cells.get(archives ? 'archived' : 'options')?.place ?? declaration.place),
  });
  return true;
}

function droppedOptions(declaration: AttributeDeclaration, live: LiveAttribute): readonly string[] {
  const wanted = wantedOptions(declaration, live);
  if (wanted === undefined) return [];
  return (live.options ?? []).filter((option) => !wanted.includes(option));
}

function checkOptionTwins(declaration: AttributeDeclaration, live: LiveAttribute, report: Report): void {
  const held = new Set(live.options);
  const added = (placedOptions(declaration) ?? []).filter(({ label }) => !held.has(label));
  const dropped = droppedOptions(declaration, live);
  checkLookAlikes(declaration, { added, dropped }, { help: keepOrDeclareBoth, report });
}

function create(declaration: AttributeDeclaration): Planned {
  if (isDeclaredTrue(declaration, 'archived')) return unchanged(declaration);
  const fields: Record<string, FieldChange> = {
    type: { after: declaredAttributeType(declaration) ?? 'string' },
  };
  const options = declaredOptions(declaration);
  if (options !== undefined) fields['options'] = { after: options };
  const description = declaredDescription(declaration);
  if (description !== undefined && description !== '') fields['description'] = { after: description };
  // Always sent, because its default is disputed (intercom 3.6).
  fields['messenger_writable'] = { after: isDeclaredTrue(declaration, 'messenger_writable') };
  return change(declaration, 'create', null, fields, 'declared, not live', []);
}

function update(
  declaration: AttributeDeclaration,
  live: LiveAttribute,
  outside: ObservedAttributes['outside'],
): Planned {
  const fields: Record<string, FieldChange> = {};
  const notes: string[] = [];
  const options = wantedOptions(declaration, live);
  if (options !== undefined && !sameSet(options, live.options ?? [])) {
    fields['options'] = { before: live.options ?? null, after: options };
    if (live.options === undefined) notes.push('a plain string becomes a list');
    const dropped = droppedOptions(declaration, live);
    if (dropped.length > 0) notes.push(`drops ${dropped.map((option) => JSON.stringify(option)).join(', ')}`);
    const holders = outside.get(declaration.address);
    if (holders !== undefined) notes.push(outsideNote(holders));
  }
  const description = declaredDescription(declaration);
  if (description !== undefined && description !== live.description) {
    fields['description'] = { before: live.description || null, after: description || null };
  }
  const messenger = declaration.cells.get('messenger_writable')?.value;
  if (typeof messenger === 'boolean' && messenger !== live.messenger_writable) {
    fields['messenger_writable'] = { before: live.messenger_writable, after: messenger };
  }
  const archived = isDeclaredTrue(declaration, 'archived');
  if (archived) {
    if (live.archived) return unchanged(declaration);
    notes.push(
      'values on contacts are hidden while it is archived; Intercom does not say whether they come back',
    );
    return change(
      declaration,
      'archive',
      live.id,
      { archived: { before: false, after: true } },
      'declared archived, is live',
      notes,
    );
  }
  if (live.archived) {
    fields['archived'] = { before: true, after: false };
    return change(declaration, 'unarchive', live.id, fields, 'declared, is archived', notes);
  }
  if (Object.keys(fields).length === 0) return unchanged(declaration);
  return change(declaration, 'update', live.id, fields, 'differs from live', notes);
}

function outsideNote(holders: number | null): string {
  if (holders === null) return 'Intercom did not count the contacts that hold values outside the list';
  if (holders === 1) return '1 contact holds a value outside the list';
  return `${holders === 0 ? 'no' : holders} contacts hold values outside the list`;
}

/** Undefined: unmanaged. Null and "" clear. */
function declaredDescription(declaration: AttributeDeclaration): string | undefined {
  const cell = declaration.cells.get('description');
  if (cell === undefined) return undefined;
  return typeof cell.value === 'string' ? cell.value : '';
}

function change(
  declaration: AttributeDeclaration,
  action: Action,
  id: string | null,
  fields: Record<string, FieldChange>,
  reason: string,
  notes: readonly string[],
): Planned {
  const planned = {
    address: declaration.address,
    kind: 'attribute',
    action,
    id,
    requires: [],
    irreversible: false,
    reason,
    notes,
    also: [],
    fields,
    source: sourceOf(decidedAt(declaration, Object.keys(fields))),
  };
  return {
    state: 'change',
    order: declaration.order,
    change: { ...planned, irreversible: isRetype(planned) },
  };
}

function unchanged(declaration: AttributeDeclaration): Planned {
  return { state: 'unchanged', address: declaration.address };
}
