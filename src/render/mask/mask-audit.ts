import { attributePath } from '../../types/attribute-path.ts';
import type {
  AttributeAudit,
  AuditDocument,
  ContactsAudit,
  PersonRef,
  TagsAudit,
  ValueCount,
} from '../../types/audit.ts';
import type { Mask } from './mask.ts';

/** An audit without personal data (DESIGN 6.3): what people share still shows, as the digits that stand for it. */
export function maskAudit(document: AuditDocument, mask: Mask): AuditDocument {
  const { workspace, attributes, tags, contacts, merges } = document;
  return {
    ...document,
    workspace: { ...workspace, name: mask.text(workspace.name) },
    ...(attributes === undefined
      ? {}
      : {
          attributes: {
            ...attributes,
            items: attributes.items.map((item) => maskAttribute(item, mask)),
            near_equal_names: attributes.near_equal_names.map(({ model, names }) => ({
              model,
              names: names.map(mask.text),
            })),
          },
        }),
    ...(tags === undefined ? {} : { tags: maskTags(tags, mask) }),
    ...(contacts === undefined ? {} : { contacts: maskContactsAudit(contacts, mask) }),
    ...(merges === undefined ? {} : { merges: { ...merges, file: mask.text(merges.file) } }),
    diagnostics: document.diagnostics.map(mask.finding),
  };
}

function maskAttribute(item: AttributeAudit, mask: Mask): AttributeAudit {
  const { values } = item;
  const value = (one: ValueCount['value']) => mask.value(item.model, attributePath(item.name), one);
  const counts = (list: readonly ValueCount[]) => list.map((one) => ({ ...one, value: value(one.value) }));
  return {
    ...item,
    name: mask.text(item.name),
    values:
      values === null
        ? null
        : {
            ...values,
            used: counts(values.used),
            near_equal: values.near_equal.map(counts),
            outside_options:
              values.outside_options === null
                ? null
                : { ...values.outside_options, values: counts(values.outside_options.values) },
            unused_options: values.unused_options.map((option) => String(value(option))),
          },
  };
}

function maskTags(tags: TagsAudit, mask: Mask): TagsAudit {
  return {
    ...tags,
    items: tags.items.map((item) => ({ ...item, name: mask.text(item.name) })),
    near_equal_names: tags.near_equal_names.map((names) => names.map(mask.text)),
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
