import type { Resource } from '../resource.ts';
import type { SwitchSet, SwitchValues } from '../switches/switch.ts';
import { admins } from './admins/index.ts';
import { app } from './app/index.ts';
import { articles } from './articles/index.ts';
import { attributes } from './attributes/index.ts';
import { bulkJobs } from './bulk-jobs/index.ts';
import { collections } from './collections/index.ts';
import { companies } from './companies/index.ts';
import { contacts } from './contacts/index.ts';
import { conversationAttributes } from './conversation-attributes/index.ts';
import { conversations } from './conversations/index.ts';
import { counts } from './counts/index.ts';
import { events } from './events/index.ts';
import { contentExports } from './exports/index.ts';
import { jobs } from './jobs/index.ts';
import { messages } from './messages/index.ts';
import { notes } from './notes/index.ts';
import { segments } from './segments/index.ts';
import { subscriptions } from './subscriptions/index.ts';
import { tags } from './tags/index.ts';
import { teams } from './teams/index.ts';
import { ticketTypes } from './ticket-types/index.ts';
import { visitors } from './visitors/index.ts';

/** A new resource is one folder and one line here. A seed fills the workspace in this order (intercom 11.7 lists the endpoints). */
const list = [
  app,
  admins,
  teams,
  attributes,
  tags,
  segments,
  companies,
  contacts,
  bulkJobs,
  notes,
  subscriptions,
  visitors,
  jobs,
  conversationAttributes,
  conversations,
  messages,
  collections,
  articles,
  events,
  contentExports,
  counts,
  ticketTypes,
] as const;

/** What a workspace holds at the start. Every part may be left out; times are unix seconds. */
export type EmulatorSeed = (typeof list)[number] extends Resource<infer Seed> ? Seed : never;

/** How the switches of all of them stand. */
export type ResourceSwitches = All<SwitchValues<NonNullable<(typeof list)[number]['switches']>>>;

/** What is each of a union at once. */
type All<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

export const resources: readonly Resource<EmulatorSeed, SwitchSet>[] = list;
