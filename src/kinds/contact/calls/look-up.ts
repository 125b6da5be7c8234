import type { ContactKey } from '../../../types/contact-key.ts';
import { type IntercomReader, isIntercomFailure } from '../../../types/intercom.ts';
import type { JsonObject } from '../../../types/json.ts';
import { FILTERS_PER_GROUP } from '../../people/search-limits.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleCalls } from '../../people-calls.ts';
import { contactPages } from './search.ts';

/** Ten groups of fifteen ask for as many contacts as fit on one page. */
const GROUPS_PER_REQUEST = 10;
export const KEYS_PER_REQUEST = FILTERS_PER_GROUP * GROUPS_PER_REQUEST;

/** How many keys a search may ask for; what is learned holds for the rest of the run. */
export interface SearchRoom {
  /** Whether Intercom accepts groups within groups: switched off when it refuses one. */
  nests: boolean;
  /** Filters that a group may hold. */
  perGroup: number;
}

export function usualRoom(): SearchRoom {
  return { nests: true, perGroup: FILTERS_PER_GROUP };
}

/** Keys of one request: as many as fit on a page, into a group, or into as many groups as one may hold. */
function keysPerRequest({ nests, perGroup }: SearchRoom): number {
  return Math.min(KEYS_PER_REQUEST, nests ? perGroup * perGroup : perGroup);
}

/**
 * Looks contacts up by keys in as few requests as possible, some of them side by side:
 *
 *   OR( OR(15 keys) … 10 times )      150 keys a request, until Intercom refuses to nest (intercom 9.2)
 *   OR(15 keys)                        from then on, and for up to fifteen keys
 *   key                                for one
 */
export function createLookUp(reader: IntercomReader, room: SearchRoom): PeopleCalls['contacts'] {
  return async (keys, options) => {
    const found = new Map<string, WireContact>();
    const incomplete: ContactKey[] = [];
    const take =
      options?.onRows ??
      ((rows) => {
        for (const row of rows) found.set(row.id, row);
      });
    await reader.each(chunksOf(distinct(keys), keysPerRequest(room)), searchBatch);
    return { contacts: [...found.values()], incomplete };

    async function searchBatch(batch: readonly ContactKey[]): Promise<void> {
      if (batch.length > room.perGroup && room.nests) {
        try {
          return await searchPages(batch);
        } catch (error) {
          if (!refusesNesting(error)) throw error;
          room.nests = false;
        }
      }
      await Promise.all(chunksOf(batch, room.perGroup).map(searchPages));
    }

    /** Law 10: where fewer rows come than Intercom said there are, the keys are incomplete. */
    async function searchPages(batch: readonly ContactKey[]): Promise<void> {
      const pages = contactPages(reader, queryOf(batch, room.perGroup), {
        mergeHistory: options?.mergeHistory,
      });
      for (;;) {
        const page = await pages.next();
        if (page.done) {
          if (!page.value.complete) incomplete.push(...batch);
          return;
        }
        take(page.value);
      }
    }
  };
}

function queryOf(batch: readonly ContactKey[], perGroup: number): JsonObject {
  const leaves = batch.map(({ field, value }) => ({ field, operator: '=', value }));
  const [first] = leaves;
  if (leaves.length === 1 && first !== undefined) return first;
  if (leaves.length <= perGroup) return { operator: 'OR', value: leaves };
  const groups = chunksOf(leaves, perGroup).map((value) => ({ operator: 'OR', value }));
  return { operator: 'OR', value: groups };
}

/** Keys are compared as written. A blank key is left out: it identifies nobody, and would match everybody without a value. */
function distinct(keys: readonly ContactKey[]): ContactKey[] {
  const byText = new Map<string, ContactKey>();
  for (const key of keys) {
    if (key.value.trim() !== '') byText.set(`${key.field} ${key.value}`, key);
  }
  return [...byText.values()];
}

/** True for any 4xx answer to the nested form, except those that mean something else (intercom 7). */
function refusesNesting(error: unknown): boolean {
  if (!isIntercomFailure(error) || error.status === null) return false;
  return error.status >= 400 && error.status < 500 && ![401, 403, 404, 408, 429].includes(error.status);
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
