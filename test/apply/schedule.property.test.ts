import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { succeeded } from '../../src/apply/succeeded.ts';
import { costOf } from '../../src/plan/cost.ts';
import type { Change } from '../../src/types/change.ts';
import { LEVELS, type Level, type Step, type WriteRequest } from '../../src/types/step.ts';
import { contact } from '../plan/example-changes.ts';
import { apply, FakeWriter, failure, fakeKind, lost, step } from './fake-intercom.ts';

interface Sketch {
  readonly levels: readonly {
    readonly level: Level;
    readonly bulk: string | null;
    readonly order: 'first' | 'last' | null;
  }[];
  readonly requires: readonly number[];
}

const sketches: fc.Arbitrary<Sketch[]> = fc.array(
  fc.record({
    levels: fc.array(
      fc.record({
        level: fc.constantFrom(...LEVELS),
        bulk: fc.option(fc.constantFrom('vip', 'beta', 'old'), { nil: null, freq: 3 }),
        order: fc.option(fc.constantFrom('first', 'last'), { nil: null, freq: 2 }),
      }),
      { maxLength: 5 },
    ),
    requires: fc.array(fc.nat(20), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 20 },
);

const LIMIT = 3;
/** Turns of the event loop that answers take: some take so long that others overtake them. */
const slow = fc.infiniteStream(fc.constantFrom(0, 0, 0, 1, 5, 12));

/** Changes that require only earlier ones, so that something can be first. */
function build(rows: readonly Sketch[]): {
  changes: Change[];
  stepsOf: (change: Change) => readonly Step[];
} {
  const steps = new Map<string, Step[]>();
  const changes = rows.map((row, index) => {
    const requires = row.requires.flatMap((other) => (index === 0 ? [] : [`contact/beta/c${other % index}`]));
    const one = contact(`c${index}`, 'update', {}, { requires });
    const own = row.levels.map(({ level, bulk, order }, at) => {
      const body = { members: [one.address] };
      return step(one.address, level, {
        request: { method: 'PUT', path: `/${level}/${order ?? 'between'}/${bulk ?? at}`, body },
        ...(order === null ? {} : { order }),
        ...(bulk === null ? {} : { batch: { key: bulk, list: 'members', limit: LIMIT } }),
      });
    });
    steps.set(
      one.address,
      own.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
    );
    return one;
  });
  return { changes, stepsOf: (change) => steps.get(change.address) ?? [] };
}

function levelOf({ path }: WriteRequest): number {
  return LEVELS.findIndex((level) => path.startsWith(`/${level}/`));
}

/** The part of its level that a request stands in. */
function partOf({ path }: WriteRequest): number {
  return ['first', 'between', 'last'].indexOf(path.split('/')[2] ?? '');
}

function membersOf({ body }: WriteRequest): string[] {
  const members = body?.['members'];
  return Array.isArray(members) ? members.map(String) : [];
}

function firstLevel(
  stepsOf: (change: Change) => readonly Step[],
  change: Change | undefined,
): Level | undefined {
  return change === undefined ? undefined : stepsOf(change)[0]?.level;
}

describe('any schedule', () => {
  it('keeps levels in order, requirements first and bulks within their limit, and costs what the plan says', async () => {
    await fc.assert(
      fc.asyncProperty(sketches, fc.integer({ min: 1, max: 8 }), slow, async (rows, concurrency, turns) => {
        const { changes, stepsOf } = build(rows);
        const rereadOf = () => ({ how: 'not' }) as const;
        const writer = new FakeWriter(undefined, () => turns.next().value);
        const applied = await apply(changes, [fakeKind('contact', { steps: stepsOf })], writer, {
          concurrency,
        });

        expect([...applied.results].map((result) => result.address)).toEqual(
          changes.map((one) => one.address),
        );
        expect([...applied.results].every(succeeded)).toBe(true);
        expect(costOf({ changes, stepsOf, rereadOf, recheck: 'batch', reads: 0, rate: 1 }).writes).toBe(
          writer.sent.length,
        );
        expect(writer.mostRunning).toBeLessThanOrEqual(concurrency);

        const times = new Map(changes.map((one) => [one.address, 0]));
        for (const request of writer.sent) {
          const members = membersOf(request);
          expect(members.length).toBeLessThanOrEqual(LIMIT);
          for (const member of members) times.set(member, (times.get(member) ?? 0) + 1);
        }
        for (const one of changes) {
          expect(times.get(one.address)).toBe(stepsOf(one).length);
          const places = writer.sent
            .filter((request) => membersOf(request).includes(one.address))
            .map((request) => levelOf(request) * 3 + partOf(request));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        }

        const archives = LEVELS.indexOf('archives');
        const firstArchive = writer.log.findIndex(({ request }) => levelOf(request) === archives);
        const before = writer.log.filter(({ request }) => levelOf(request) !== archives).length;
        if (firstArchive !== -1) expect(firstArchive).toBe(before);

        for (const one of changes) {
          for (const required of one.requires) {
            // What it brings is there after its first level.
            const begins = firstLevel(
              stepsOf,
              changes.find(({ address }) => address === required),
            );
            const level = begins === undefined ? -1 : LEVELS.indexOf(begins);
            const first = writer.log.findIndex(
              ({ request }) => levelOf(request) >= level && membersOf(request).includes(one.address),
            );
            if (level === -1 || first === -1) continue;
            const later = writer.log
              .slice(first)
              .filter(({ request }) => levelOf(request) === level && membersOf(request).includes(required));
            expect(later).toEqual([]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never has two requests of one change under way', async () => {
    await fc.assert(
      fc.asyncProperty(sketches, slow, async (rows, turns) => {
        const { changes, stepsOf } = build(rows);
        const writer = new FakeWriter(undefined, () => turns.next().value);
        await apply(changes, [fakeKind('contact', { steps: stepsOf })], writer);
        const busy = new Set<string>();
        for (const { at, request } of writer.log) {
          for (const member of new Set(membersOf(request))) {
            expect(busy.has(member)).toBe(at === 'end');
            if (at === 'start') busy.add(member);
            else busy.delete(member);
          }
        }
        expect(busy.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('ends every change once, whatever fails, and sends nothing that depends on a failure', async () => {
    const fates = fc.infiniteStream(fc.constantFrom('ok', 'ok', 'ok', 'refused', 'lost', 'unstuck'));
    await fc.assert(
      fc.asyncProperty(
        sketches,
        fates,
        fc.integer({ min: 1, max: 6 }),
        fc.nat(40),
        slow,
        async (rows, fate, maxErrors, abortAt, turns) => {
          const { changes, stepsOf } = build(rows);
          const controller = new AbortController();
          const ended: string[] = [];
          /** Change → how many requests had been sent when it failed. */
          const failedAt = new Map<string, number>();
          /** The same where it was its first level, so that what it brings is not there. */
          const missingAt = new Map<string, number>();
          const changeOf = new Map(changes.map((one) => [one.address, one]));
          let took = false;
          const writer = new FakeWriter(
            (request) => {
              if (writer.sent.length >= abortAt) controller.abort();
              const next = fate.next().value;
              const members = membersOf(request);
              // A bulk request that is refused is tried again one by one.
              if (next !== 'ok' && (next !== 'refused' || members.length === 1)) {
                for (const member of members) {
                  failedAt.set(member, writer.sent.length);
                  if (firstLevel(stepsOf, changeOf.get(member)) === LEVELS[levelOf(request)])
                    missingAt.set(member, writer.sent.length);
                }
              }
              took ||= next !== 'refused';
              if (next === 'refused') throw failure(400);
              if (next === 'lost') throw lost();
              return next;
            },
            () => turns.next().value,
          );
          const kind = fakeKind('contact', {
            steps: stepsOf,
            verify: (_, body) => (body === 'unstuck' ? [{ field: 'name', sent: 'Ada', kept: null }] : []),
          });
          const applied = await apply(changes, [kind], writer, {
            maxErrors,
            concurrency: 3,
            signal: controller.signal,
            onProgress: ({ result }) => ended.push(result.address),
          });

          expect([...applied.results].map((result) => result.address)).toEqual(
            changes.map((one) => one.address),
          );
          expect(ended.toSorted()).toEqual(changes.map((one) => one.address).toSorted());
          expect(applied.wrote).toBe(took);
          const touched = new Set(writer.sent.flatMap(membersOf));
          for (const { address, outcome, reason } of applied.results) {
            if (outcome !== 'done') expect(reason).toBeTypeOf('string');
            if (failedAt.has(address)) expect(['failed', 'unknown']).toContain(outcome);
            if (outcome === 'done') expect(touched).toContain(address);
          }
          const requires = new Map(changes.map((one) => [one.address, one.requires]));
          for (const [at, request] of writer.sent.entries()) {
            for (const member of membersOf(request)) {
              expect(failedAt.get(member) ?? at).toBeGreaterThanOrEqual(at);
              for (const required of requires.get(member) ?? []) {
                expect(missingAt.get(required) ?? at).toBeGreaterThanOrEqual(at);
              }
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
