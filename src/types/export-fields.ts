import { isAttributePath } from './attribute-path.ts';

/** What an export of contacts holds unless fields are chosen: who it is, what teams segment by, what they hold. */
export const USUAL_FIELDS = [
  'id',
  'external_id',
  'role',
  'email',
  'phone',
  'name',
  'owner',
  'signed_up_at',
  'created_at',
  'last_seen_at',
  'unsubscribed_from_emails',
  'tags',
  'companies',
  'custom_attributes',
];

/** What else a contact has that fits into a cell (intercom 4.1). */
export const FURTHER_FIELDS = [
  'avatar',
  'updated_at',
  'last_replied_at',
  'last_contacted_at',
  'last_email_opened_at',
  'last_email_clicked_at',
  'has_hard_bounced',
  'marked_email_as_spam',
  'language_override',
  'browser',
  'browser_version',
  'browser_language',
  'os',
  'utm_campaign',
  'utm_content',
  'utm_medium',
  'utm_source',
  'utm_term',
  'referrer',
];

const FIELDS: ReadonlySet<string> = new Set([...USUAL_FIELDS, ...FURTHER_FIELDS]);
/** How the header begins, unless other fields are chosen. */
const BEGINNING = USUAL_FIELDS.slice(0, 5);

/** Whether an export of contacts may have a column of this name. */
export function isExportedColumn(name: string): boolean {
  return name !== 'custom_attributes' && (FIELDS.has(name) || isAttributePath(name));
}

/**
 * Whether it is the header of an export of contacts: one that begins like the usual one, or one of chosen fields with an
 * attribute among them, whose name nobody else writes so. `external_id,email` may be anybody's file.
 */
export function isExportHeader(header: readonly string[]): boolean {
  if (BEGINNING.every((name, index) => header[index] === name)) return true;
  return header.every(isExportedColumn) && header.some(isAttributePath);
}
