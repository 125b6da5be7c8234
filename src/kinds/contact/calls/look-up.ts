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

/** Whether Intercom accepts groups within groups: switched off for the rest of the run when it refuses one. */
export interface Nesting {
  allowed: boolean;
}

/**
 * Looks contacts up by keys in as few requests as possible, some of them side by side:
 *
 *   OR( OR(15 keys) … 10 times )      150 keys a request, until Intercom refuses to nest (intercom 9.2)
 *   OR(15 keys)                        from then on, and for up to fifteen keys
 *   key                                for one
 */
export function createLookUp(reader: IntercomReader, nesting: Nesting): PeopleCalls['contacts'] {
  return async (keys, options) => {
    const found = new Map<string, WireContact>();
    const incomplete: ContactKey[] = [];
    const take =
      options?.onRows ??
      ((rows) => {
        for (const row of rows) found.set(row.id, row);
      });
    await reader.each(chunksOf(distinct(keys), KEYS_PER_REQUEST), searchBatch);
    return { contacts: [...found.values()], incomplete };

    async function searchBatch(batch: readonly ContactKey[]): Promise<void> {
      if (batch.length > FILTERS_PER_GROUP && nesting.allowed) {
        try {
          return await searchPages(batch);
        } catch (error) {
          if (!refusesNesting(error)) throw error;
          nesting.allowed = false;
        }
      }
      await Promise.all(chunksOf(batch, FILTERS_PER_GROUP).map(searchPages));
    }

    /** Law 10: where fewer rows come than Intercom said there are, the keys are incomplete. */
    async function searchPages(batch: readonly ContactKey[]): Promise<void> {
      const pages = contactPages(reader, queryOf(batch), { mergeHistory: options?.mergeHistory });
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

function queryOf(batch: readonly ContactKey[]): JsonObject {
  const leaves = batch.map(({ field, value }) => ({ field, operator: '=', value }));
  const [first] = leaves;
  if (leaves.length === 1 && first !== undefined) return first;
  if (leaves.length <= FILTERS_PER_GROUP) return { operator: 'OR', value: leaves };
  const groups = chunksOf(leaves, FILTERS_PER_GROUP).map((value) => ({ operator: 'OR', value }));
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
