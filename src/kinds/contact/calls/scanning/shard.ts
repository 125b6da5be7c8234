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
  /** How the ids of its contacts end; anyhow where there is none, and never more than one group of filters holds. */
  readonly endings: readonly string[];
}

/** The whole of a scan. */
export const UNDIVIDED: Shard = { after: undefined, until: undefined, endings: [] };

const DAY_SECONDS = 86_400;
/** Intercom's ids are hexadecimal (intercom 4.1). */
const DIGITS = [...'0123456789abcdef'];
/** The most filters that a shard adds: after, until, endings. */
const OWN_FILTERS = 3;

/**
 * The search for one shard of a query; undefined where the query is nested too deep to take more filters. Groups nest two deep
 * (intercom 4.6.2), and `<` or `=` in an OR stands for `<=` (intercom 4.6.3).
 */
export function shardQuery(query: JsonObject, { after, until, endings }: Shard): JsonObject | undefined {
  const filters = joinable(query);
  if (filters === undefined) return undefined;
  const created = (operator: string, value: number) => ({ field: 'created_at', operator, value });
  const value = [
    ...filters,
    ...(after === undefined ? [] : [created('>', after)]),
    ...(until === undefined ? [] : [{ operator: 'OR', value: [created('<', until), created('=', until)] }]),
    ...anyEnding(endings),
  ];
  return { operator: 'AND', value };
}

function anyEnding(endings: readonly string[]): readonly Json[] {
  const filters = endings.map((value) => ({ field: 'id', operator: '$', value }));
  return filters.length > 1 ? [{ operator: 'OR', value: filters }] : filters;
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
export interface CreationSpan {
  readonly oldest: number;
  readonly newest: number;
}

/** Cuts a shard into so many ranges of whole days, or fewer; undefined for one of a single day. */
export function splitByDays(shard: Shard, span: CreationSpan, wanted: number): readonly Shard[] | undefined {
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

/** Cuts a shard into so many by how ids end, or fewer: several endings are shared out, one is made longer. */
export function splitByIds(shard: Shard, wanted: number): readonly Shard[] {
  const [ending = '', ...others] = shard.endings;
  const endings = others.length > 0 ? shard.endings : DIGITS.map((digit) => digit + ending);
  const size = Math.ceil(endings.length / wanted);
  const shards: Shard[] = [];
  for (let at = 0; at < endings.length; at += size)
    shards.push({ ...shard, endings: endings.slice(at, at + size) });
  return shards;
}

/** Midnight of the day, in UTC. */
function midnight(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS) * DAY_SECONDS;
}
