import type { Place } from '../../types/place.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { formerOptions } from './carry-rules.ts';
import type { CarryFault } from './carry-source-faults.ts';
import type { AttributeDeclaration } from './declaration.ts';

/** What is wrong with `was` of the options: each former option has become one that is no option any more. */
export function formerOptionFaults(declaration: AttributeDeclaration): readonly CarryFault[] {
  const former = formerOptions(declaration);
  if (former.length === 0) return [];
  const { name, cells, place } = declaration;
  const cell = cells.get('options');
  const at = (index: number): Place => cell?.elements?.[index] ?? cell?.place ?? place;
  const options = new Set(declaredOptions(declaration));
  const seen = new Map<string, string>();
  const faults: CarryFault[] = [];
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
