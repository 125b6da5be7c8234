import type { Json } from '../../../types/json.ts';
import { resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_17 } from '../../version.ts';
import { bulkNotServed, jobNotFound } from './errors.ts';
import { createItem, deleteItem, type ItemWork, updateItem } from './items.ts';
import { readItems, requestedJob } from './request.ts';
import { showJob } from './show.ts';
import { bulkJobsOf } from './store.ts';
import { bulkSwitchesOf } from './switches.ts';
import { beginTask } from './work.ts';

/** intercom 13. */
export const bulkJobRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts/bulk', since: V2_17, status: 202, answer: createContacts },
  { method: 'PUT', path: '/contacts/bulk', since: V2_17, status: 202, answer: updateContacts },
  { method: 'POST', path: '/contacts/bulk/delete', since: V2_17, status: 202, answer: deleteContacts },
  { method: 'GET', path: '/contacts/bulk/:id', since: V2_17, answer: readJob },
];

function createContacts(call: Call): Json {
  const { bulkCreate } = bulkSwitchesOf(call.workspace);
  if (bulkCreate !== 'on') throw bulkNotServed(bulkCreate);
  return accept(call, { work: createItem, byId: false });
}

function updateContacts(call: Call): Json {
  if (!bulkSwitchesOf(call.workspace).bulkUpdate) throw resourceNotFound();
  return accept(call, { work: updateItem, byId: true });
}

function deleteContacts(call: Call): Json {
  return accept(call, { work: deleteItem, byId: true });
}

/** Answers the job as it is at that moment; what it does comes later. */
function accept(call: Call, { work, byId }: { readonly work: ItemWork; readonly byId: boolean }): Json {
  const { workspace, version, origin } = call;
  const items = readItems(call, { byId });
  const job = requestedJob(call);
  const counts = bulkSwitchesOf(workspace).bulkCountsItems ? Math.max(1, items.length) : 1;
  const strike = call.startJob({ items: items.length, counts });
  beginTask({ job, items, work, strike }, { workspace, version });
  return showJob(job, workspace.nowMs(), origin);
}

function readJob({ workspace, origin, param }: Call): Json {
  const id = param('id');
  const job = bulkJobsOf(workspace).get(id);
  if (job === undefined) throw jobNotFound(id);
  return showJob(job, workspace.nowMs(), origin);
}
