import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';

/** What an answer says about the next page: an object or a URL; null or missing on the last page (intercom 4.5, 12.6). */
export function nextOf(answer: JsonObject): Json | undefined {
  const { pages } = answer;
  const next = isJsonObject(pages) ? pages['next'] : undefined;
  return next === null ? undefined : next;
}

/** The cursor of a search, which goes into its body. */
export function nextCursor(answer: JsonObject): string | undefined {
  const next = nextOf(answer);
  const cursor = isJsonObject(next) ? next['starting_after'] : undefined;
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}

/** The query of the next page, with its `?`. Of a URL only the query is used, so that no other host is asked. */
export function nextQuery(answer: JsonObject): string | undefined {
  const next = nextOf(answer);
  if (typeof next === 'string' && next.includes('?')) return next.slice(next.indexOf('?'));
  if (!isJsonObject(next)) return undefined;
  const { starting_after, page } = next;
  if (typeof starting_after === 'string') return `?starting_after=${encodeURIComponent(starting_after)}`;
  return typeof page === 'number' ? `?page=${page}` : undefined;
}
