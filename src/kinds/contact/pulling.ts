import type { Catalog } from '../../types/catalog.ts';
import { type FieldChange, isMembership } from '../../types/change.ts';
import { isEmail } from '../../types/email-text.ts';
import type { Edit, Pulling } from '../../types/kind/pulling.ts';
import type { WireAdmin } from '../people/wire-contact.ts';
import { liveValue, memberEdits, valueEdits, WRONG_ATTRIBUTE_VALUES } from '../pulled/values.ts';
import { ADMINS } from './calls/admins.ts';
import type { ContactDeclaration } from './declaration.ts';

/** The teammates, who may own contacts, are read before; contacts are read as a stream. */
export const contactPulling: Pulling<ContactDeclaration, readonly WireAdmin[]> = {
  part: 'contacts',
  help: 'Write contacts; more than a hundred go into a data file.',
  form: { items: 'rows', list: 'contacts', base: 'contacts' },
  wrongValues: [...WRONG_ATTRIBUTE_VALUES, 'bad-phone', 'bad-email'],
  read: (reader) => reader.list(ADMINS),
  edits: (path, field, { catalog, read }) => contactEdits(path, field, { catalog, admins: read }),
};

function contactEdits(
  path: string,
  field: FieldChange,
  { catalog, admins }: { readonly catalog: Catalog; readonly admins: readonly WireAdmin[] },
): readonly Edit[] {
  if (isMembership(field)) return memberEdits(path, field, catalog);
  const live = liveValue(field);
  // Identity stays as declared: a plan that sets an external_id or a role adopts or converts a person, which no pull takes
  // back.
  if (path === 'external_id' || path === 'role') return [];
  if (path === 'owner_id') {
    const owner =
      live === null ? null : admins.findLast(({ id, email }) => email && id === String(live))?.email;
    return owner === undefined ? [] : [{ op: 'set', path: ['owner'], value: owner }];
  }
  // A live text that is no email address cannot be declared at all.
  if (path === 'email' && live !== null && !isEmail(String(live))) return [{ op: 'remove', path: ['email'] }];
  return valueEdits(path, field, 'contact', catalog);
}
