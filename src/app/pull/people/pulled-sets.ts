import type { ContactSet } from '../../../kinds/contact/sets/set.ts';
import { SetRejects } from '../../../kinds/contact/sets/set-rejects.ts';
import type { JsonObject } from '../../../types/json.ts';

/**
 * The contact sets that a pull writes. There are two because a user and a lead may have the same email, which would be the key
 * of both.
 */
export const PULLED_USERS = 'pulled-users';
export const PULLED_LEADS = 'pulled-leads';
export const PULLED_SETS: readonly string[] = [PULLED_USERS, PULLED_LEADS];

/** More contacts than this are written to a data file beside the manifest (design 8). */
export const MOST_INLINE = 100;

/** The head of a pulled set. Its policy makes sure that pulled contacts are updated, and never created again or merged. */
export function setHead(set: string): JsonObject {
  return {
    apiVersion: 'interform/v1',
    kind: 'ContactSet',
    name: set,
    ...(set === PULLED_LEADS ? { defaults: { role: 'lead' } } : {}),
    ...(set === PULLED_USERS ? { identity: { leads: 'keep' } } : {}),
    policy: { on_missing: 'skip' },
  };
}

/** The data file of a set, relative to its manifest. */
export function dataFile(set: string): string {
  return `data/${set}.jsonl`;
}

/** A set without defaults or policies, to read values back with. */
export const probeSet: ContactSet = {
  name: '',
  place: { file: '' },
  origins: [],
  order: 0,
  was: [],
  retired: false,
  exact: false,
  precedence: 0,
  defaults: new Map(),
  onCreate: new Map(),
  onlyIfEmpty: new Set(),
  identity: { by: new Set(['external_id', 'email']), leads: 'keep', users: 'use' },
  policy: {
    on_missing: 'skip',
    on_conflict: 'stop',
    on_bad_row: 'stop',
    on_duplicate_row: 'stop',
    on_archived: 'stop',
    on_blank: 'ignore',
    shared_email: 'error',
    tags: 'add',
    companies: 'add',
  },
  prune: undefined,
  rejects: new SetRejects({ name: '', order: 0 }, { reject: () => {} }),
  overlooked: false,
};
