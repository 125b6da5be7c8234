import type { Report } from '../../types/diagnostic.ts';
import { valueForm } from '../../types/near-equal.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import type { Named } from './item-names.ts';
import type { PlacedOption } from './placed-options.ts';

/** Warns of options of one list that are nearly equal: a live list may hold both. */
export function warnOfNearEqualOptions(
  { name, address }: Named,
  options: readonly PlacedOption[],
  report: Report,
): void {
  const seen = new Map<string, string>();
  for (const { label, place } of options) {
    const form = valueForm(label);
    const twin = seen.get(form);
    if (twin === undefined) seen.set(form, label);
    if (twin === undefined || twin === label) continue;
    report({
      code: 'option-near-equal',
      severity: 'warning',
      summary: `two options of ${name} are nearly equal`,
      detail: `${JSON.stringify(twin)} and ${JSON.stringify(label)}`,
      help: 'keep one, unless both are meant',
      address,
      ...place,
    });
  }
}

/** An option that a plan puts into a live list. */
export interface NewOption extends PlacedOption {
  /** What it was called before, where none of that is live. */
  readonly was?: readonly string[];
}

/** An error for each option that would take the place of a live one that differs from it in case or Unicode form only. */
export function checkLookAlikes(
  { name, address }: Named,
  { added, dropped }: { readonly added: readonly NewOption[]; readonly dropped: readonly string[] },
  { help, report }: { readonly help: (label: string, twin: string) => string; readonly report: Report },
): void {
  for (const { label, was = [], place } of added) {
    for (const spelling of [label, ...was]) {
      const form = caseForm(spelling);
      const twin = dropped.find((other) => other !== spelling && caseForm(other) === form);
      if (twin === undefined) continue;
      const former = spelling === label ? '' : `, which was ${JSON.stringify(spelling)},`;
      report({
        code: 'option-case',
        severity: 'error',
        summary: `an option of ${name} differs from a live one ${differsOnlyIn(spelling, twin)}`,
        detail: `${JSON.stringify(label)}${former} is not live, and the live ${JSON.stringify(twin)} would be dropped`,
        help: help(label, twin),
        address,
        ...place,
      });
      break;
    }
  }
}

/** For lists whose options cannot be renamed. */
export function keepOrDeclareBoth(label: string, twin: string): string {
  return `write it as ${JSON.stringify(twin)}; to have ${JSON.stringify(label)} instead, declare both, apply that, and then take ${JSON.stringify(twin)} out`;
}
