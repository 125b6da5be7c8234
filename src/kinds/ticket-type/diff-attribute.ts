import type { FieldChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import { declaredOptions, declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { newListWithoutOptions, otherType } from '../declared/item-types.ts';
import { liveOptionTwice } from '../declared/list-options.ts';
import { checkLookAlikes, keepOrDeclareBoth } from '../declared/option-twins.ts';
import { placedOptions } from '../declared/placed-options.ts';
import { type TicketTypeDeclaration, typeAddress } from './declaration.ts';
import { DEFAULT_ATTRIBUTES, isDefaultName, type LiveTicketAttribute, sameTicketValue } from './live.ts';
import {
  ATTRIBUTE_FIELDS,
  changed,
  differing,
  liveItem,
  newFields,
  planned,
  warnOfHidden,
} from './planned-item.ts';

/** What becomes of a type: it is made by this plan, it is there, nobody can say, or its attributes are left alone. */
export type PlannedType =
  | { readonly state: 'new' }
  | {
      readonly state: 'live';
      readonly attributes: readonly LiveTicketAttribute[];
      /** What has to be done before any of them: that the type comes back from the archive. */
      readonly requires: readonly string[];
    }
  | { readonly state: 'unclear' }
  | { readonly state: 'left' };

/** What is to be done with an attribute of it; undefined where nothing is. */
export function diffAttribute(
  declaration: TicketTypeDeclaration,
  type: Exclude<PlannedType, { readonly state: 'unclear' }>,
  report: Report,
): Planned | undefined {
  switch (type.state) {
    case 'left':
      return undefined;
    case 'new':
      return ofNewType(declaration, report);
    case 'live': {
      const found = liveItem(declaration, type.attributes, report);
      if (found === 'unclear') return undefined;
      const { requires } = type;
      return found === 'none'
        ? created(declaration, requires, report)
        : updated(declaration, found, requires, report);
    }
  }
}

/** Two attributes come with the type: their id is known once the type is there. */
function ofNewType(declaration: TicketTypeDeclaration, report: Report): Planned | undefined {
  const requires = [typeAddress(declaration.type)];
  const coming = DEFAULT_ATTRIBUTES.get(declaration.name);
  if (coming === undefined) return created(declaration, requires, report);
  const fields = differing(declaration, coming, ATTRIBUTE_FIELDS);
  if (Object.keys(fields).length === 0) return undefined;
  const reason = 'comes with its type, and differs from what is declared';
  return planned(declaration, { action: 'update', id: null, requires, fields, reason, notes: [] });
}

function created(
  declaration: TicketTypeDeclaration,
  requires: readonly string[],
  report: Report,
): Planned | undefined {
  if (isDeclaredArchived(declaration)) return undefined;
  const { name, address, place } = declaration;
  if (isDefaultName(name)) {
    report({
      code: 'default-attribute',
      severity: 'error',
      summary: `${name} is missing from the live ticket type, and nothing can add it`,
      help: 'take it out',
      address,
      ...place,
    });
    return undefined;
  }
  const type = declaredType(declaration);
  if (type === undefined) return undefined;
  const options = declaredOptions(declaration);
  if (type === 'list' && options === undefined) {
    report(newListWithoutOptions(declaration, 'has no options'));
    return undefined;
  }
  const fields: Record<string, FieldChange> = {
    type: { after: type },
    ...(options === undefined ? {} : { options: { after: options } }),
    ...newFields(declaration, ATTRIBUTE_FIELDS),
  };
  return planned(declaration, {
    ...{ action: 'create', id: null, requires, fields },
    ...{ reason: 'declared, not live', notes: [] },
  });
}

function updated(
  declaration: TicketTypeDeclaration,
  live: LiveTicketAttribute,
  requires: readonly string[],
  report: Report,
): Planned | undefined {
  const type = declaredType(declaration);
  if (type !== undefined && type !== live.type) {
    report(otherType(declaration, type, live.type));
    return undefined;
  }
  if (declaration.cells.has('options') && live.type !== 'list') {
    report(otherType(declaration, 'list', live.type));
    return undefined;
  }
  warnOfHidden(declaration, live.fields, ['options', ...ATTRIBUTE_FIELDS], report);
  const options = isDeclaredArchived(declaration) ? NO_CHANGE : optionChange(declaration, live, report);
  if (options === undefined) return undefined;
  const { fields, notes } = options;
  return changed(declaration, live, {
    fields: { ...fields, ...differing(declaration, live.fields, ATTRIBUTE_FIELDS) },
    note: 'tickets that were made with it keep it',
    notes,
    requires,
  });
}

interface OptionChange {
  readonly fields: Record<string, FieldChange>;
  readonly notes: readonly string[];
}

const NO_CHANGE: OptionChange = { fields: {}, notes: [] };

/** The list as a whole: its one call takes all options that are to be left. Undefined where nobody can say which, which is reported. */
function optionChange(
  declaration: TicketTypeDeclaration,
  live: LiveTicketAttribute,
  report: Report,
): OptionChange | undefined {
  const options = placedOptions(declaration);
  if (options === undefined) return NO_CHANGE;
  const after = options.map(({ label }) => label);
  const before = live.fields.get('options');
  if (!Array.isArray(before)) return NO_CHANGE;
  const held = before.map(String);
  const twice = held.find((label, index) => held.indexOf(label) !== index);
  if (twice !== undefined) {
    const { name, address, cells, place } = declaration;
    const found = liveOptionTwice(name, `${JSON.stringify(twice)} is there more than once`);
    report({ ...found, severity: 'error', address, ...(cells.get('options')?.place ?? place) });
    return undefined;
  }
  if (sameTicketValue('options', before, after)) return NO_CHANGE;
  const added = options.filter(({ label }) => !held.includes(label));
  const dropped = held.filter((label) => !after.includes(label));
  checkLookAlikes(declaration, { added, dropped }, { help: keepOrDeclareBoth, report });
  const notes =
    dropped.length === 0
      ? []
      : [`drops ${dropped.map((label) => JSON.stringify(label)).join(', ')}, which tickets may hold`];
  return { fields: { options: { before, after } }, notes };
}
