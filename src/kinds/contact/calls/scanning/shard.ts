import { isJsonObject, type Json, type JsonObject } from '../../../../types/json.ts';
import { FILTERS_PER_GROUP } from '../../../people/search-limits.ts';

/**
 * A part of what a scan asks for. Times are unix seconds; who has one of them as the end is in this part, not in the next:
 *
 *     ──────────┤──────────┤──────────
 *       until a │ after a  │ after b
 *               │ until b  │
 *
 * A search may compare whole days in the timezone of the workspace, or seconds (intercom 4.6.4). Either way one time is before,
 * at or after another, so neighbours have no gap and nobody in common, and the timezone need not be known.
 */
export interface Shard {
  readonly after: number | undefined;
  readonly until: number | undefined;
  /** How the ids of its contacts end; empty for any. */
  readonly ending: string;
}

export const WHOLE: Shard = { after: undefined, until: undefined, ending: '' };

const DAY_SECONDS = 86_400;
/** Intercom's ids are hexadecimal (intercom 4.1). */
const ENDINGS = [...'0123456789abcdef'];
/** The most filters that a shard adds: after, until, ending. */
const OWN_FILTERS = 3;

/**
 * The search for one shard of a query; undefined where the query is nested too deep to take more filters. Groups nest two deep
 * (intercom 4.6.2), and `<` or `=` in an OR stands for `<=` (intercom 4.6.3).
 */
export function shardQuery(query: JsonObject, { after, until, ending }: Shard): JsonObject | undefined {
  const filters = joinable(query);
  if (filters === undefined) return undefined;
  const created = (operator: string, value: number) => ({ field: 'created_at', operator, value });
  const value = [
    ...filters,
    ...(after === undefined ? [] : [created('>', after)]),
    ...(until === undefined ? [] : [{ operator: 'OR', value: [created('<', until), created('=', until)] }]),
    ...(ending === '' ? [] : [{ field: 'id', operator: '$', value: ending }]),
  ];
  return { operator: 'AND', value };
}

/** The filters of a query as members of an AND. */
function joinable(query: JsonObject): readonly Json[] | undefined {
  const { field, operator, value } = query;
  if (typeof field === 'string' || !Array.isArray(value)) return [query];
  if (operator === 'AND' && value.length + OWN_FILTERS <= FILTERS_PER_GROUP) return value;
  const isFlat = value.every((one: Json) => isJsonObject(one) && typeof one['field'] === 'string');
  return isFlat ? [query] : undefined;
}

/**
 * How far the open ends reach from the oldest and the newest contact, so that cuts can stand before and behind their days in any
 * timezone.
 */
const DAYS_BEFORE = 2;
const DAYS_BEHIND = 2;

/** When the oldest and the newest contact of a scan were created, in unix seconds. */
export interface Span {
  readonly oldest: number;
  readonly newest: number;
}

/** Cuts a shard into so many ranges of whole days, or fewer; undefined for one of a single day. */
export function splitByDays(shard: Shard, span: Span, wanted: number): readonly Shard[] | undefined {
  const from = shard.after ?? midnight(span.oldest) - DAYS_BEFORE * DAY_SECONDS;
  const to = shard.until ?? midnight(span.newest) + DAYS_BEHIND * DAY_SECONDS;
  const days = Math.floor((to - from) / DAY_SECONDS);
  const parts = Math.min(wanted, days);
  if (parts < 2) return undefined;
  const cuts = Array.from(
    { length: parts - 1 },
    (_, index) => from + Math.round(((index + 1) * days) / parts) * DAY_SECONDS,
  );
  const afters = [shard.after, ...cuts];
  const untils = [...cuts, shard.until];
  return afters.map((after, index) => ({ ...shard, after, until: untils[index] }));
}

/** Cuts a shard into those whose ids end in each digit. */
export function splitByIds(shard: Shard): readonly Shard[] {
  return ENDINGS.map((digit) => ({ ...shard, ending: digit + shard.ending }));
}

/** Midnight of the day, in UTC. */
function midnight(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
}
