import type { AttributeType } from '../../types/attribute-type.ts';
import type { CarriedFrom } from '../../types/carrying.ts';

/** Old type → the types whose values cannot be made from it without naming each in `values`. */
const WITHOUT_A_WAY: Partial<Record<AttributeType, readonly AttributeType[]>> = {
  boolean: ['integer', 'float', 'date', 'datetime'],
  float: ['boolean', 'date', 'datetime'],
  date: ['string', 'options', 'boolean', 'float'],
  datetime: ['string', 'options', 'boolean', 'float'],
};

/** Why values of the one type can never become values of the other; undefined where some can. */
export function pairFault(
  old: AttributeType,
  type: AttributeType,
  { values }: Pick<CarriedFrom, 'values'>,
): { readonly summary: string; readonly help: string } | undefined {
  if (WITHOUT_A_WAY[old]?.includes(type) !== true) return undefined;
  const isDate = old === 'date' || old === 'datetime';
  if (!isDate && values.size > 0) return undefined;
  return {
    summary: `values of type ${old} cannot become values of type ${type}`,
    help: isDate
      ? 'declare type: date, or type: integer for Unix seconds'
      : 'say under values what each becomes, or declare another type',
  };
}

/** The end of a sentence that tells to declare a new attribute: how it gets the values, where its type can be made from the old one. */
export function takingOver(name: string, old: AttributeType, type: AttributeType): string {
  const hasWay = pairFault(old, type, { values: new Map() }) === undefined;
  return hasWay ? ` that takes the values over, by from: { attribute: ${name} }` : '';
}
