import { kinds } from '../../kinds/index.ts';
import type { AuditDocument, ContactsAudit, PersonRef } from '../../types/audit.ts';
import type { Mask } from './mask.ts';

/** An audit without personal data (design 6.3): what people share still shows, as the digits that stand for it. */
export function maskAudit(document: AuditDocument, mask: Mask): AuditDocument {
  const { workspace, contacts, merges, changes } = document;
  const parts = kinds.flatMap(({ auditing }) => {
    if (auditing?.begin === undefined || document[auditing.part] === undefined) return [];
    return [[auditing.part, auditing.masked(document[auditing.part], mask)] as const];
  });
  return {
    ...document,
    workspace: { ...workspace, name: mask.text(workspace.name) },
    ...Object.fromEntries(parts),
    ...(contacts === undefined ? {} : { contacts: maskContactsAudit(contacts, mask) }),
    ...(merges === undefined ? {} : { merges: { ...merges, file: mask.text(merges.file) } }),
    ...(changes === undefined ? {} : { changes: { ...changes, file: mask.text(changes.file) } }),
    diagnostics: document.diagnostics.map(mask.finding),
  };
}

function maskContactsAudit(contacts: ContactsAudit, mask: Mask): ContactsAudit {
  const person = (one: PersonRef): PersonRef => ({
    ...one,
    external_id: field('external_id', one.external_id, mask),
    email: field('email', one.email, mask),
    phone: field('phone', one.phone, mask),
  });
  const sharing = (groups: ContactsAudit['users_sharing']) =>
    groups.map((group) => ({
      ...group,
      value: field(group.field, group.value, mask) ?? '',
      people: group.people.map(person),
    }));
  return {
    ...contacts,
    mergeable: contacts.mergeable.map((pair) => ({
      ...pair,
      lead: person(pair.lead),
      into: person(pair.into),
    })),
    ambiguous: contacts.ambiguous.map((one) => ({
      ...one,
      lead: person(one.lead),
      users: one.users.map(person),
    })),
    users_sharing: sharing(contacts.users_sharing),
    leads_sharing: sharing(contacts.leads_sharing),
  };
}

function field(path: string, value: string | null, mask: Mask): string | null {
  return value === null ? null : String(mask.ofPerson(path, value));
}
