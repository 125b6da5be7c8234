import type { JsonObject } from '../types/json.ts';
import { type AppRecord, appOf } from './resources/app/store.ts';
import { type ContactSnapshot, contactSnapshot } from './resources/contacts/snapshot.ts';
import { contactsOf } from './resources/contacts/store.ts';
import { type EmulatorSeed, resources } from './resources/index.ts';
import { tagsOf } from './resources/tags/store.ts';
import { saveSeed } from './seed/save.ts';
import type { Workspace } from './workspace.ts';

/** Read access to what the workspace holds, past the API: nothing here counts, lags or is logged. */
export interface EmulatorState {
  readonly app: AppRecord;
  /** In any state; undefined when the id was never given. */
  contact(id: string): ContactSnapshot | undefined;
  /** In the order of creation. */
  liveContacts(): ContactSnapshot[];
  /** Tombstones included. */
  allContacts(): ContactSnapshot[];
  tags(): { readonly id: string; readonly name: string }[];
  /** As the API shows them. */
  companies(): JsonObject[];
  /** Custom ones, archived included, as the API shows them. */
  attributes(): JsonObject[];
  /** What `records` can be asked for: `app`, `admins`, `attributes`, `tags`, `teams` and so on. */
  readonly resources: readonly string[];
  /**
   * Everything that the workspace holds of a resource, as the API shows it; contacts are the live ones.
   *
   * @throws RangeError for a resource that there is not.
   */
  records(resource: string): readonly JsonObject[];
  /**
   * All of it as a seed, for another emulator that begins where this one stands. Left out is what a seed cannot say: contacts that were
   * merged, blocked or deleted, notes of companies, and when something was tagged.
   */
  seed(): EmulatorSeed;
  /** How many records each resource has that holds any, by its name. */
  counts(): Readonly<Record<string, number>>;
}

export function createState(workspace: Workspace): EmulatorState {
  const contacts = contactsOf(workspace);
  const kept = new Map(
    resources.flatMap(({ name, records }) => (records === undefined ? [] : [[name, records]])),
  );
  const records = (name: string): readonly JsonObject[] => {
    const read = kept.get(name);
    if (read === undefined)
      throw new RangeError(`No resource "${name}"; there are ${[...kept.keys()].join(', ')}`);
    return read(workspace);
  };
  return {
    app: appOf(workspace).record,
    contact: (id) => {
      const record = contacts.get(id);
      return record === undefined ? undefined : contactSnapshot(record, workspace);
    },
    liveContacts: () =>
      [...contacts.all()]
        .filter((record) => record.state === 'live')
        .map((record) => contactSnapshot(record, workspace)),
    allContacts: () => [...contacts.all()].map((record) => contactSnapshot(record, workspace)),
    tags: () =>
      tagsOf(workspace)
        .all()
        .map((tag) => ({ ...tag })),
    companies: () => [...records('companies')],
    attributes: () => [...records('attributes')],
    resources: [...kept.keys()],
    records,
    seed: () => saveSeed(workspace),
    counts: () => countsOf(workspace),
  };
}

function countsOf(workspace: Workspace): Readonly<Record<string, number>> {
  const counts = resources.flatMap(({ name, records, count }) => {
    const found = count?.(workspace) ?? records?.(workspace).length ?? 0;
    return found === 0 ? [] : [[name, found] as const];
  });
  return Object.fromEntries(counts);
}
