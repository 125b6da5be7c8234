import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import { dateFormat } from '../../types/date-format.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import type { AttributeDeclaration } from './declaration.ts';
import type { LiveAttribute } from './live.ts';

/** The rule by which holders get values of the attribute; undefined where its declaration says neither `from` nor `was`. */
export function carryRule(declaration: AttributeDeclaration): CarryRule | undefined {
  const { model, name: attribute, address, place, order, cells } = declaration;
  const was = new Map(
    formerOptions(declaration).map(({ former, option }): [string, string] => [former, option]),
  );
  const cell = cells.get('from');
  const from =
    cell !== undefined && isJsonObject(cell.value) ? carriedFrom(cell.value, cell.place) : undefined;
  if (from === undefined && was.size === 0) return undefined;
  return { model, attribute, address, place, order, from, was };
}

/** A value that an option had before. */
export interface FormerOption {
  readonly former: string;
  readonly option: string;
  /** Position of the option in its list. */
  readonly index: number;
}

/** What the declared options were before, in the order of the manifest. */
export function formerOptions({ cells }: Pick<AttributeDeclaration, 'cells'>): readonly FormerOption[] {
  const options = cells.get('options')?.value;
  if (!Array.isArray(options)) return [];
  return options.flatMap((option: Json, index): FormerOption[] => {
    if (!isJsonObject(option) || !Array.isArray(option['was'])) return [];
    return option['was'].map((former: Json) => ({
      former: String(former),
      option: String(option['value'] ?? ''),
      index,
    }));
  });
}

/**
 * The options that the attribute is to have by now: those that are declared, and the live ones that these were before, since
 * somebody may hold them still. Undefined when unmanaged.
 */
export function wantedOptions(
  declaration: AttributeDeclaration,
  { options: live = [] }: Pick<LiveAttribute, 'options'>,
): readonly string[] | undefined {
  const declared = declaredOptions(declaration);
  const former = formerOptions(declaration);
  if (declared === undefined || former.length === 0) return declared;
  const names = new Set(former.map((one) => one.former));
  return [...declared, ...live.filter((option) => names.has(option))];
}

function carriedFrom(from: JsonObject, place: CarriedFrom['place']): CarriedFrom {
  const { attribute, values, other, decimal, date, archive } = from;
  const names = Array.isArray(attribute) ? attribute : attribute === undefined ? [] : [attribute];
  const format = typeof date === 'string' ? dateFormat(date) : undefined;
  return {
    attributes: [...new Set(names.map(String))],
    values: new Map(
      isJsonObject(values) ? Object.entries(values).map(([old, value]) => [old.trim(), value]) : [],
    ),
    other: other === 'skip' ? 'skip' : 'error',
    decimal: decimal === '.' || decimal === ',' ? decimal : undefined,
    date: format === undefined ? undefined : (text) => format.parse(text),
    archive: archive === true,
    place,
  };
}

/** Whether a document says of any attribute where its values come from, or what its options were. */
export function documentCarries(document: ManifestDocument): boolean {
  return document.keys(['attributes']).some((name) => {
    const options = document.cell(['attributes', name, 'options'])?.value;
    const hasFormer = Array.isArray(options) && options.some((option: Json) => isJsonObject(option));
    return hasFormer || document.cell(['attributes', name, 'from']) !== undefined;
  });
}
