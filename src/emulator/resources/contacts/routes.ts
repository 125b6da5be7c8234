import type { Json } from '../../../types/json.ts';
import type { Call, Route } from '../../router.ts';
import { V2_13, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { contactMerged, notRestorable, userNotFound } from './errors.ts';
import type { ContactRecord } from './record.ts';
import { showContact } from './show.ts';
import { contactsOf } from './store.ts';
import { contactSwitchesOf } from './switches.ts';
import { changeContact, makeContact } from './writing.ts';

/** Chains of merges are followed this far (intercom 4.7). */
const MERGE_HOPS = 3;

export const contactRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts', answer: createContact },
  {
    method: 'GET',
    path: '/contacts/find_by_external_id/:external_id',
    since: V2_13,
    answer: findByExternalId,
  },
  { method: 'GET', path: '/contacts/:id', answer: (call) => answerContact(readContact(call), call) },
  { method: 'PUT', path: '/contacts/:id', answer: updateContact },
];

/** The contact as GET and the writes answer it: from the primary store. */
export function answerContact(record: ContactRecord, call: Call): Json {
  const { workspace, version } = call;
  return showContact(record, { workspace, version, fromIndex: false, mergeHistory: wantsHistory(call) });
}

/** `?include_merge_history=true`, since 2.16 (intercom 0.4). */
export function wantsHistory(call: Call): boolean {
  return call.version >= V2_16 && call.query.get('include_merge_history') === 'true';
}

/** The live contact of the path: archived and deleted ones answer 404 (intercom 4.9). */
export function liveContact(call: Call): ContactRecord {
  const record = contactsOf(call.workspace).live(call.param('id'));
  if (record === undefined) throw userNotFound();
  return record;
}

function readContact(call: Call): ContactRecord {
  const record = contactsOf(call.workspace).get(call.param('id'));
  if (record?.state === 'merged' && tellsMerges(call)) throw mergedInto(record, call.workspace);
  return liveContact(call);
}

/** Whether a merged contact is told from one that never was (intercom 9.22). */
function tellsMerges({ version, workspace }: Call): boolean {
  return version >= V2_16 && contactSwitchesOf(workspace).mergedGet === 410;
}

/** Users only; strongly consistent (intercom 4.3, 9.36). */
function findByExternalId(call: Call): Json {
  const contacts = contactsOf(call.workspace);
  const externalId = call.param('external_id');
  const user = contacts.usersByExternalId(externalId).find((record) => record.state === 'live');
  if (user !== undefined) return answerContact(user, call);
  const merged = contacts.mergedByExternalId(externalId);
  if (merged !== undefined && tellsMerges(call)) throw mergedInto(merged, call.workspace);
  throw userNotFound();
}

/** intercom 11.4: POST creates and never updates. */
function createContact(call: Call): Json {
  return answerContact(makeContact(call.body, call), call);
}

/** intercom 11.4: PUT keeps the id. */
function updateContact(call: Call): Json {
  if (contactsOf(call.workspace).get(call.param('id'))?.state === 'blocked') throw notRestorable();
  return answerContact(changeContact(liveContact(call), call.body, call), call);
}

function mergedInto(record: ContactRecord, workspace: Workspace): Error {
  let target = record;
  for (let hop = 0; hop < MERGE_HOPS && target.merged_into !== null; hop += 1) {
    const next = contactsOf(workspace).get(target.merged_into);
    if (next === undefined) break;
    target = next;
  }
  return contactMerged(target.id);
}
