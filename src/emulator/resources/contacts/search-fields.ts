import type { FieldOf, FieldType, Scalar, SearchField } from '../../search/field.ts';
import { type ApiVersion, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { type AttributeStore, attributesOf } from '../attributes/store.ts';
import { segmentsOf } from '../segments/store.ts';
import type { ContactRecord } from './record.ts';

type ContactField = SearchField<ContactRecord>;

const NOTHING: readonly Scalar[] = [];

const STRINGS = [
  ...['language_override', 'browser', 'browser_language', 'os'],
  ...['location.country', 'location.region', 'location.city'],
  ...['ios_app_version', 'ios_device', 'ios_app_device', 'ios_os_version', 'ios_app_name', 'ios_sdk_version'],
  ...['android_app_version', 'android_device', 'android_app_name', 'andoid_sdk_version'],
];
const DATES = [
  ...['created_at', 'signed_up_at', 'updated_at', 'last_seen_at', 'last_contacted_at', 'last_replied_at'],
  ...['last_email_opened_at', 'last_email_clicked_at', 'ios_last_seen_at', 'android_last_seen_at'],
];
const BOOLEANS = ['marked_email_as_spam', 'has_hard_bounced'];
/** Spec misspellings and the property that they read. */
const PROPERTY: Readonly<Record<string, string>> = {
  andoid_sdk_version: 'android_sdk_version',
  ios_app_device: 'ios_device',
};

/** The fields that contacts are searched by; undeclared and archived attributes are none. */
export function contactFields(workspace: Workspace, version: ApiVersion): FieldOf<ContactRecord> {
  return (name) => {
    if (name.startsWith('custom_attributes.'))
      return customField(name.slice('custom_attributes.'.length), attributesOf(workspace));
    if (name === 'owner_id') return ownerField(version);
    if (name === 'segment_id') return segmentField(workspace);
    return STANDARD_FIELDS.get(name);
  };
}

function customField(name: string, attributes: AttributeStore): ContactField | undefined {
  const attribute = attributes.find('contact', name);
  if (attribute === undefined || attribute.archived) return undefined;
  const read = (record: ContactRecord): readonly Scalar[] => {
    const value = Object.hasOwn(record.custom_attributes, name) ? record.custom_attributes[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [value]
      : NOTHING;
  };
  return { ...field(`custom_attributes.${name}`, attribute.data_type, read), custom: true };
}

/** A string from 2.16, an integer before (intercom 0.4). */
function ownerField(version: ApiVersion): ContactField {
  if (version >= V2_16) return field('owner_id', 'string', (record) => some(record.owner_id));
  return field('owner_id', 'integer', (record) =>
    record.owner_id === null ? [] : [Number(record.owner_id)],
  );
}

function segmentField(workspace: Workspace): ContactField {
  return field('segment_id', 'segment', (record) =>
    segmentsOf(workspace)
      .ofContact(record)
      .map((segment) => segment.id),
  );
}

const STANDARD_FIELDS: ReadonlyMap<string, ContactField> = new Map(
  [
    { ...field('id', 'string', (record) => [record.id]), hashed: 'id' as const },
    { ...field('role', 'string', (record) => [record.role]), hashed: 'role' as const },
    field('name', 'string', (record) => some(record.name)),
    field('avatar', 'string', (record) => some(record.avatar)),
    {
      ...field('email', 'string', (record) => some(record.email?.toLowerCase())),
      caseless: true,
      hashed: 'email' as const,
    },
    { ...field('email_domain', 'string', (record) => some(domainOf(record.email))), caseless: true },
    { ...field('phone', 'string', (record) => some(record.phone)), hashed: 'phone' as const },
    // intercom 9.20: phones are stored as sent, so the formatted one is the same.
    { ...field('formatted_phone', 'string', (record) => some(record.phone)), hashed: 'phone' as const },
    {
      ...field('external_id', 'string', (record) => some(record.external_id)),
      hashed: 'external_id' as const,
    },
    {
      ...field('tag_id', 'tag', (record) => record.tags.map((tag) => tag.id)),
      hashed: 'tag_id' as const,
    },
    field('unsubscribed_from_emails', 'boolean', (record) => [record.unsubscribed_from_emails]),
    ...DATES.map((name) => field(name, 'date', dateReader(name))),
    // The default sort field of intercom 4.6.1; not in the table of searchable fields.
    { ...field('last_request_at', 'date', dateReader('last_request_at')), sortOnly: true },
    ...STRINGS.map((name) => field(name, 'string', (record) => some(observed(record, name)))),
    ...BOOLEANS.map((name) => field(name, 'boolean', (record) => [observed(record, name) === true])),
  ].map((entry) => [entry.name, entry]),
);

function field(
  name: string,
  type: FieldType,
  read: (record: ContactRecord) => readonly Scalar[],
): ContactField {
  return { name, type, caseless: false, custom: false, hashed: undefined, sortOnly: false, read };
}

function dateReader(name: string): (record: ContactRecord) => readonly Scalar[] {
  switch (name) {
    case 'created_at':
    case 'updated_at':
    case 'signed_up_at':
    case 'last_seen_at':
      return (record) => some(record[name]);
    default:
      return (record) => some(observed(record, name));
  }
}

/** Emails that were cleared are stored as '' and count as unset (intercom 8.6). */
function some(value: Scalar | null | undefined): readonly Scalar[] {
  return value === null || value === undefined || value === '' ? NOTHING : [value];
}

function domainOf(email: string | null): string | undefined {
  if (!email?.includes('@')) return undefined;
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

function observed(record: ContactRecord, name: string): Scalar | undefined {
  const property = PROPERTY[name] ?? name;
  const value = property.startsWith('location.')
    ? part(record.observed.location, property.slice('location.'.length))
    : record.observed[property];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
