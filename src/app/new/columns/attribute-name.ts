import { isBuiltIn, isStandardLabel } from '../../../kinds/attribute/built-in-names.ts';
import { attributePath, isAttributePath } from '../../../types/attribute-path.ts';
import { CONTACT_FIELDS } from '../../../types/contact-fields.ts';
import type { DeclaredAttribute } from '../existing.ts';
import { wordsOf } from '../words/header-forms.ts';

/** Names that would stand beside a field of the contact with the same name. */
const STANDARD: ReadonlySet<string> = new Set([
  ...CONTACT_FIELDS,
  ...['archived', 'created_at', 'updated_at', 'user_id', 'type'],
]);
/** Where JSON exports keep what is known of a person: not part of a name. */
const CONTAINER = /^(?:custom_attributes|\$?properties|attributes|traits)\.(?=.)/i;
/** Longer ones are warned about (intercom 3.4). */
const longestName = 90;

/** What Intercom has of its own, by name or by what it calls it: it refuses others of these names. */
function isStandard(words: string): boolean {
  return isBuiltIn('contact', words) || isStandardLabel('contact', words.replaceAll('_', ' '));
}

function isPlainName(name: string): boolean {
  return name === name.trim() && name.length <= longestName && !/[.$]|\p{Cc}/u.test(name);
}

/** The attribute for a column: one that is declared, whatever its spelling, else a new name that nothing else has. */
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
  // As an export of Intercom's own names it: another spelling would be a second attribute.
  if (isAttributePath(header) && !isTaken(last) && isPlainName(last)) return { name: last };
  const base = STANDARD.has(words) || isStandard(words) ? `custom_${words}` : words;
  let name = base;
  for (let number = 2; isTaken(name) || declared.has(name); number++) name = `${base}_${number}`;
  return { name };
}
