import type { FieldOf, FieldType, Scalar, SearchField } from '../../search/field.ts';
import type { ConversationRecord } from './record.ts';

type Read = (record: ConversationRecord) => readonly (Scalar | null)[];

/** The fields that conversations are searched by, of those of the description what the emulator keeps. */
export const conversationFields: FieldOf<ConversationRecord> = (name) => FIELDS.get(name);

const READS: Readonly<Record<string, readonly [type: FieldType, read: Read]>> = {
  id: ['string', ({ id }) => [id]],
  title: ['string', ({ title }) => [title]],
  created_at: ['date', ({ created_at }) => [created_at]],
  updated_at: ['date', ({ updated_at }) => [updated_at]],
  waiting_since: ['date', ({ waiting_since }) => [waiting_since]],
  snoozed_until: ['date', ({ snoozed_until }) => [snoozed_until]],
  'source.id': ['string', ({ source }) => [source.id]],
  'source.delivered_as': ['string', ({ source }) => [source.delivered_as]],
  'source.subject': ['string', ({ source }) => [source.subject]],
  'source.body': ['string', ({ source }) => [source.body]],
  'source.author.id': ['string', ({ source }) => [source.author.id]],
  'source.author.type': ['string', ({ source }) => [source.author.type]],
  contact_ids: ['string', ({ contacts }) => contacts],
  admin_assignee_id: ['string', (record) => [record.admin_assignee_id]],
  team_assignee_id: ['string', (record) => [record.team_assignee_id]],
  state: ['string', ({ state }) => [state]],
  open: ['boolean', ({ state }) => [state !== 'closed']],
  read: ['boolean', ({ read }) => [read]],
  tag_ids: ['string', ({ tags }) => tags.map(({ id }) => id)],
};

const FIELDS: ReadonlyMap<string, SearchField<ConversationRecord>> = new Map(
  Object.entries(READS).map(([name, [type, read]]) => [
    name,
    {
      name,
      type,
      caseless: false,
      custom: false,
      hashed: name === 'id' ? 'id' : undefined,
      sortOnly: false,
      read: (record) => read(record).filter((value) => value !== null),
    },
  ]),
);
