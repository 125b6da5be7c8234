import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIntercomFailure } from '../../../src/types/intercom.ts';
import { createTally, LAW_TIMEOUT, law } from '../../properties/tally.ts';
import { oneCursor, scannedWorld } from './scanned-world.ts';

const HOUR = 3_600;
/** Around the hours in which Los Angeles and Apia, which skipped a day, change their clocks. */
const STARTS = [Date.UTC(2025, 2, 7) / 1000, Date.UTC(2025, 9, 31) / 1000, Date.UTC(2011, 11, 28) / 1000];
const TIMEZONES = ['UTC', 'America/Los_Angeles', 'Pacific/Auckland', 'Pacific/Apia', 'Asia/Kolkata'];

/** Contacts over some days, many of them in one; `changes` happen between the requests of a scan. */
const worlds = fc.record({
  timezone: fc.constantFrom(...TIMEZONES),
  hours: fc.array(fc.nat({ max: 24 * 12 }), { maxLength: 30 }),
  ofOneDay: fc.nat({ max: 25 }),
  start: fc.constantFrom(...STARTS),
  changes: fc.array(
    fc.record({
      before: fc.nat({ max: 50 }),
      does: fc.constantFrom('create', 'archive', 'delete', 'unarchive', 'settle'),
      whom: fc.nat(),
    }),
    { maxLength: 8 },
  ),
  indexLagMs: fc.constantFrom(0, 0, 60_000),
});

describe('a divided scan', () => {
  it(
    'of a workspace that rests gives those of one cursor, each once, old ones first',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, async ({ timezone, hours, ofOneDay, start }) => {
        const created = createdAt({ hours, ofOneDay, start });
        const { scan, emulator, sharding, asked } = scannedWorld(created, { timezone });
        const rows = await scan();
        expect(rows.map(({ id }) => id).sort()).toEqual([...(await oneCursor(emulator))].sort());
        expect(sharding.allowed).toBe(true);
        // Where the clocks change, or a day is skipped, two days may be read as one.
        let newest = 0;
        for (const { created_at } of rows) {
          expect(created_at).toBeGreaterThan(newest - 48 * HOUR);
          newest = Math.max(newest, created_at);
        }
        tally.see({
          none: created.length === 0,
          divided: created.length > 6,
          oneDay: asked.some((body) => body.includes('"$"')),
        });
      });
      tally.expectShares({ divided: 0.6, oneDay: 0.2 });
    },
  );

  it(
    'of a workspace that changes gives who stayed, nobody twice, or is incomplete',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, async ({ timezone, changes, indexLagMs, ...world }) => {
        const created = createdAt(world);
        const clock = { now: (world.start + 40 * 24 * HOUR) * 1000 };
        const gone = new Set<string>();
        const all: string[] = [];
        let moved = 0;
        const { scan, emulator } = scannedWorld(created, {
          timezone,
          indexLagMs,
          now: () => clock.now,
          between(_, answer, count) {
            for (const { does, whom } of changes.filter(({ before }) => before === count)) {
              const id = all[whom % Math.max(1, all.length)];
              moved += 1;
              if (does === 'settle') clock.now += 120_000;
              else if (does === 'create')
                emulator.foreign('POST', '/contacts', { role: 'user', external_id: `late-${moved}` });
              else if (id !== undefined) {
                gone.add(id);
                if (does === 'delete') emulator.foreign('DELETE', `/contacts/${id}`);
                else emulator.foreign('POST', `/contacts/${id}/${does}`, {});
              }
            }
            return answer();
          },
        });
        all.push(...(await oneCursor(emulator)));
        const stayed = () => all.filter((id) => !gone.has(id));
        try {
          const ids = (await scan()).map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(stayed().filter((id) => !ids.includes(id))).toEqual([]);
          tally.see({ moved: moved > 0, divided: created.length > 6, whole: true });
        } catch (error) {
          if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
          expect(moved).toBeGreaterThan(0);
          tally.see({ moved: true, incomplete: true });
        }
      });
      tally.expectShares({ moved: 0.5, whole: 0.8 });
    },
  );
});

function createdAt(world: {
  readonly hours: readonly number[];
  readonly ofOneDay: number;
  readonly start: number;
}): readonly number[] {
  const { hours, ofOneDay, start } = world;
  return [
    ...hours.map((hour) => start + hour * HOUR),
    ...Array.from({ length: ofOneDay }, (_, index) => start + 30 * HOUR + index),
  ];
}
