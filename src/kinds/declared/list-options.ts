import type { Diagnostic } from '../../types/diagnostic.ts';
import { isPlain, longestText } from '../values/plain-text.ts';
import { isUnusable, unusableName } from '../values/unusable-name.ts';

/** What is wrong with an option, wherever it stands. */
export type OptionFault = Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>;

/** What is wrong with the label of an option by itself, in the words of its kind; undefined where nothing is. */
export function labelFault(
  label: string,
  { what, many }: { readonly what: string; readonly many: string },
): OptionFault | undefined {
  if (isUnusable(label, 'name')) return unusableName(what, label, 'name');
  if (isPlain(label)) return undefined;
  return {
    code: 'option-label',
    summary: `${JSON.stringify(label.slice(0, 60))} cannot be ${what}`,
    help: `${many} have 1 to ${longestText} characters and no space around them`,
  };
}

/** Two live options of one label can be told apart by nothing that a manifest says. */
export function liveOptionTwice(name: string, detail: string): Omit<Diagnostic, 'severity'> {
  return {
    code: 'live-option-twice',
    summary: `${name} has two live options of one label`,
    detail,
    help: 'rename or archive one of them in Intercom',
  };
}

/** An option that a list of this name has twice. */
export function duplicateOption(name: string, label: string): OptionFault {
  return {
    code: 'duplicate-option',
    summary: `${name} lists an option twice`,
    detail: JSON.stringify(label),
    help: 'remove one of them',
  };
}
