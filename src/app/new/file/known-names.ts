import { consentName } from '../words/consent-names.ts';
import { FIELD_WORDS, FIRST_NAMES, LAST_NAMES } from '../words/field-words.ts';
import { headerForms } from '../words/header-forms.ts';
import { roleNameRank } from '../words/role-words.ts';

const KNOWN: ReadonlySet<string> = new Set([
  ...FIELD_WORDS.flatMap(([, names]) => names),
  ...FIRST_NAMES,
  ...LAST_NAMES,
]);

/** Whether the name of a column tells what it holds. */
export function isKnownName(header: string): boolean {
  return (
    headerForms(header).some((form) => KNOWN.has(form)) ||
    roleNameRank(header) !== undefined ||
    consentName(header) !== undefined
  );
}
