import type { Json, JsonObject } from '../../types/json.ts';
import type { Clock } from '../clock.ts';
import { readTime } from '../time.ts';
import { checkSentKeys, sentObject } from './body.ts';
import { type ControlCall, type ControlEndpoint, worldOf } from './endpoint.ts';
import { refused } from './refusal.ts';

/** What the workspace takes for now. POST moves it, stops it or lets it run. */
export const clock: ControlEndpoint = {
  name: 'clock',
  methods: { GET: (call) => showClock(worldOf(call).clock), POST: moveClock },
};

const EXAMPLES = 'send {"advance_ms": 60000}, {"now": "2026-01-15T00:00:00Z"} or {"running": false}';

function moveClock(call: ControlCall): JsonObject {
  const moved = worldOf(call).clock;
  const body = sentObject(call.body);
  checkSentKeys(body, ['advance_ms', 'now', 'running']);
  const { advance_ms: advance, now, running } = body;
  if (Object.keys(body).length === 0) throw refused('The body says nothing of the clock', EXAMPLES);
  if (advance !== undefined && now !== undefined)
    throw refused('The body both sets and advances the clock', EXAMPLES);
  const byMs = advance === undefined ? undefined : readAdvance(advance);
  if (byMs !== undefined && moved.nowMs() + byMs > LATEST_MS)
    throw refused('advance_ms goes beyond the year 9999', 'set an earlier time first: {"now": …}');
  const atMs = now === undefined ? undefined : readNow(now);
  if (running !== undefined && typeof running !== 'boolean')
    throw refused('running is not true or false', EXAMPLES);
  if (byMs !== undefined) moved.advance(byMs);
  if (atMs !== undefined) moved.set(atMs);
  if (running === false) moved.stop();
  if (running === true) moved.run();
  return showClock(moved);
}

function readAdvance(value: Json): number {
  if (typeof value === 'number' && value >= 0 && value <= LONGEST_ADVANCE_MS) return value;
  throw refused(
    'advance_ms is not a number from 0 to that of a century',
    'a clock goes back by {"now": …} alone',
  );
}

/** A hundred years: dates stay far from where JavaScript's end. */
const LONGEST_ADVANCE_MS = 100 * 365.25 * 86_400_000;

/** The end of what `now` takes. */
const LATEST_MS = Date.UTC(10_000, 0, 1) - 1;

function readNow(value: Json): number {
  const atMs = typeof value === 'string' ? readTime(value) : undefined;
  if (atMs !== undefined) return atMs;
  throw refused('now is no time in UTC', EXAMPLES);
}

export function showClock(shown: Clock): JsonObject {
  const nowMs = shown.nowMs();
  return { now: new Date(nowMs).toISOString(), unix: Math.floor(nowMs / 1000), running: shown.running };
}
