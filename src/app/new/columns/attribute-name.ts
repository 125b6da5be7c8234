import { isBuiltIn, isStandardLabel } from '../../../kinds/attribute/built-in-names.ts';
import { attributePath, isAttributePath } from '../../../types/attribute-path.ts';
import { CONTACT_FIELDS } from '../../../types/contact-fields.ts';
import type { DeclaredAttribute } from '../existing.ts';
import { wordsOf } from '../words/header-forms.ts';

/** Names of the contact's own fields: an attribute with one of them would be confusing. */
const STANDARD: ReadonlySet<string> = new Set([
  ...CONTACT_FIELDS,
  ...['archived', 'created_at', 'updated_at', 'user_id', 'type'],
]);
/** Prefixes of attributes in JSON exports, which do not belong to the name. */
const CONTAINER = /^(?:custom_attributes|\$?properties|attributes|traits)\.(?=.)/i;
/** The longest name that is made from a column, well below what `check` refuses; Intercom states no maximum (intercom 3.4). */
const longestName = 90;

/** Intercom's own attributes, by name or by label: it refuses to create others with these names. */
function isStandard(words: string): boolean {
  return isBuiltIn('contact', words) || isStandardLabel('contact', words.replaceAll('_', ' '));
}

function isPlainName(name: string): boolean {
  return name === name.trim() && name.length <= longestName && !/[.$]|\p{Cc}/u.test(name);
}

/** The attribute for a column: a declared one, whatever its spelling, or a new name that is not in use. */
export function nameForColumn(
  header: string,
  taken: ReadonlySet<string>,
  declared: ReadonlyMap<string, DeclaredAttribute>,
): { readonly name: string; readonly declared?: DeclaredAttribute } {
  const last = header.replace(CONTAINER, '');
  const words = (wordsOf(last) || 'column').slice(0, longestName);
  const isTaken = (name: string) => taken.has(attributePath(name).toLowerCase());
  for (const spelling of [last.trim(), words, words.replaceAll('_', ' ')]) {
    const known = declared.get(spelling.toLowerCase());
    if (known !== undefined && !isTaken(known.name)) return { name: known.name, declared: known };
  }
  // Keep the spelling of Intercom's own exports: another one would create a second attribute.
  if (isAttributePath(header) && !isTaken(last) && isPlainName(last)) return { name: last };
  const base = STANDARD.has(words) || isStandard(words) ? `custom_${words}` : words;
  let name = base;
  for (let number = 2; isTaken(name) || declared.has(name); number++) name = `${base}_${number}`;
  return { name };
}
