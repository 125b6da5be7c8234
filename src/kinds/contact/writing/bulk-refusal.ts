import type { BulkRefusal, RefusedBulk } from '../../../types/kind/bulk-writing.ts';

/** An element of the array, as `contacts[3]`, `contacts.3`, `contact 3` or `index 3`. */
const ELEMENT = /\bcontacts?\s*[[./]\s*\d|\b(contact|item|index|position)\s+#?\d/i;
/** Anything that is sent of a contact (intercom 13.2). */
const PARAMETER =
  /\b(id|external_id|email|name|phone|role|avatar|owner_id|signed_up_at|last_seen_at|unsubscribed_from_emails|language_override|custom_attributes?|compan(y|ies)|company_id|tags?)\b/i;
const ARRAY = /\bcontacts\b|\bitems\b|\bbatch\b|too many|\bnumber\b|\bmax(imum)?\b|\blimit\b|\bexceed/i;

/**
 * For what Intercom refused a bulk request. The code for too many was another before 28 July 2026 (intercom 13.4), and does not
 * say that it stands for nothing else; 413 comes from a gateway.
 */
export function bulkRefusalOf({ status, code, messages = [], field }: RefusedBulk): BulkRefusal {
  if (status === 413) return 'too_many';
  if (status !== 400 && status !== 422) return 'request';
  const text = [...(field === undefined ? [] : [field]), ...messages].join(' ');
  if (ELEMENT.test(text)) return 'items';
  if (status === 400 || (code !== 'parameter_invalid' && code !== 'invalid_parameter')) return 'request';
  if (text === '' || field === 'contacts') return 'too_many';
  return !PARAMETER.test(text) && ARRAY.test(text) ? 'too_many' : 'items';
}
