import { emailKey } from '../../../kinds/people/person-values.ts';
import { isPlainId } from '../../../kinds/values/check-id.ts';
import { doubtfulId, phoneReader } from '../../../sources/index.ts';
import { attributeName, isAttributePath } from '../../../types/attribute-path.ts';
import { CONTACT_FIELDS } from '../../../types/contact-fields.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { isEmail } from '../../../types/email-text.ts';
import { isExportedColumn } from '../../../types/export-fields.ts';
import type { Json } from '../../../types/json.ts';
import type { DeclaredAttribute } from '../existing.ts';
import type { SampledColumn } from '../file/sample.ts';
import type { Guess } from '../guess.ts';

/** The fields that a contact set accepts. Other columns of an export are read-only in Intercom. */
const FIELDS: ReadonlySet<string> = new Set(CONTACT_FIELDS);
const LISTS: ReadonlySet<string> = new Set(['tags', 'companies']);
const INTERCOM_ID = /^[0-9a-f]{24}$/;

/** The columns of an export in which no fields were chosen. Other files hardly have all of them. */
const SIGNS = ['id', 'role', 'created_at', 'unsubscribed_from_emails', 'companies'] as const;

/**
 * Whether interform itself exported the file. It has Intercom's ids or all the usual columns, and only columns that an export
 * can have. Then its attributes are live with their types, and its columns have the names of the fields.
 */
export function isOwnExport(columns: readonly SampledColumn[]): boolean {
  const id = columns.find(({ name }) => name === 'id');
  const named = new Set(columns.map(({ name }) => name));
  return (
    id !== undefined &&
    id.texts.length > 0 &&
    (SIGNS.every((name) => named.has(name)) ||
      (id.texts.every((text) => INTERCOM_ID.test(text.trim())) &&
        columns.some(({ name }) => name === 'role' || isAttributePath(name)))) &&
    columns.every(({ name, twin }) => !twin && isExportedColumn(name))
  );
}

/**
 * Guesses for an export of interform: each column is the field of its name, and no attribute is declared, since all are live.
 * Contacts are identified by id, so a column with a value that a set does not accept is left out rather than making rows bad.
 */
export async function ownGuesses(
  columns: readonly SampledColumn[],
  declared: ReadonlyMap<string, DeclaredAttribute>,
  report: Report,
): Promise<readonly Guess[]> {
  const unfit = await unfitColumns(columns);
  for (const [column, why] of unfit) {
    report({
      code: 'column-misfit',
      severity: 'warning',
      summary: `column ${JSON.stringify(column)} of this export cannot stand in a set and was not used`,
      detail: why,
      help: 'everybody is known by id; nothing of this column is written',
    });
  }
  return columns.map((column): Guess => {
    const { name, texts, lists } = column;
    const guess = (field: string | null, why: string, written?: Json): Guess => ({
      ...{ field, columns: [name], why },
      ...(written === undefined ? {} : { written }),
    });
    if (texts.length + lists.length === 0) return guess(null, 'empty');
    const why = unfit.get(name);
    if (why !== undefined) return guess(null, why);
    const attributeOf = attributeName(name);
    if (attributeOf !== undefined) {
      const attribute = declared.get(attributeOf.toLowerCase());
      const type = attribute?.type ?? 'as it lives';
      return { ...guess(name, 'an attribute of the workspace that this was exported from', name), type };
    }
    if (!FIELDS.has(name)) return guess(null, 'kept by Intercom itself, and read-only');
    // A JSON list is a list already; a CSV cell is split where the export joined it.
    const split = LISTS.has(name) && texts.length > 0 ? { split: ',' } : undefined;
    const as = hasDoubtfulIds(column) ? { as: 'text' } : undefined;
    const plain = split === undefined && as === undefined;
    return guess(name, 'the field of this name', plain ? name : { column: name, ...split, ...as });
  });
}

/** Live ids that look as if a spreadsheet had changed them are taken as they are. */
function hasDoubtfulIds({ name, texts, lists }: SampledColumn): boolean {
  if (name !== 'external_id' && name !== 'companies') return false;
  const ids = [...texts.flatMap((text) => text.split(',')), ...lists.flat().map(String)];
  return ids.some((id) => doubtfulId(id.trim()) !== undefined);
}

async function unfitColumns(columns: readonly SampledColumn[]): Promise<ReadonlyMap<string, string>> {
  const named = (wanted: string) => columns.find(({ name }) => name === wanted);
  const [ids, emails, phones] = [named('external_id'), named('email'), named('phone')];
  const unfit = new Map<string, string>();
  for (const { name, errors } of columns)
    if (errors.length > 0) unfit.set(name, 'a value of it reads like an error of a spreadsheet');
  if (ids?.texts.some((text) => !isPlainId(text)))
    unfit.set('external_id', 'one of its values is no id that a manifest takes');
  if (emails !== undefined) {
    if (emails.texts.some((text) => !isEmail(text)))
      unfit.set('email', 'one of its values is no email address');
    else if (sharesEmail(emails, ids))
      unfit.set('email', 'people without an external_id share one, which would be their key');
  }
  if (phones !== undefined) {
    const read = await phoneReader();
    const isUnread = phones.texts.some((text) => {
      const phone = read(text, undefined);
      return 'code' in phone || phone.value !== text;
    });
    if (isUnread) unfit.set('phone', 'one of its values is no phone number that a manifest takes');
  }
  return unfit;
}

/** Without an external_id a contact is known by its email, be it a lead or a user. */
function sharesEmail(emails: SampledColumn, ids: SampledColumn | undefined): boolean {
  const hasId = new Set(ids?.lines);
  const seen = new Set<string>();
  return emails.texts.some((text, at) => {
    if (hasId.has(emails.lines[at] ?? 0)) return false;
    const key = emailKey(text);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
