import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePlan } from '../../src/app/plan.ts';
import type { SnapshotDocument } from '../../src/app/snapshot/document.ts';
import { takeSnapshot } from '../../src/app/snapshot/take.ts';
import { type MeetingWorld, meetingWorlds } from './meeting-worlds.ts';
import { inWorld } from './opened-world.ts';
import { inParts, PART_ROWS, shownPlan } from './parts.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';

/** Each run is four plans. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);

/** Of worlds of all sorts few prune anybody, since anything wrong withholds it. */
const WORLDS = fc.oneof(meetingWorlds, meetingWorlds.filter(mayPrune));

it('a plan against a snapshot made in parts is the plan made at once', LAW_TIMEOUT, async () => {
  const tally = createTally();
  await law(
    WORLDS,
    ({ seed, files, flags }) =>
      inWorld({ seed, documents: [], files: 1, indexLagMs: 0 }, { files }, async ({ planning, ports }) => {
        const { document } = await takeSnapshot({ ...planning, contacts: true }, ports);
        const snapshot = JSON.parse(JSON.stringify(document, asWritten)) as SnapshotDocument | undefined;
        const plan = (partRows: number | undefined) =>
          makePlan({ ...inParts({ ...planning, ...flags }, partRows), snapshot }, ports);
        const whole = await plan(undefined);
        for (const rows of PART_ROWS) expect(shownPlan(await plan(rows))).toBe(shownPlan(whole));
        const changes = [...(whole.plan?.changes ?? [])];
        tally.see({
          changes: changes.length > 0,
          people: changes.some(({ kind }) => kind === 'contact'),
          pruned: changes.some(({ kind, source }) => kind === 'contact' && source === null),
          'told that it is one': whole.diagnostics.some(({ code }) => code === 'snapshot-plan'),
        });
      }),
    RUNS,
  );
  tally.expectShares({ changes: 0.5, people: 0.4, pruned: 0.02, 'told that it is one': 0.6 });
});

/** Whether a set of everything that is planned prunes somebody live, and no row or merge is wrong at first sight. */
function mayPrune({ seed, files, flags }: MeetingWorld): boolean {
  const text = [...files.values()].join('');
  const pruning = [...text.matchAll(/owner_tag: (set-\w+)/g)].map(([, tag]) => tag);
  const isCarried = seed.contacts?.some(({ tags }) => tags?.some((tag) => pruning.includes(tag))) === true;
  return (
    isCarried &&
    flags.to === undefined &&
    !/nobody@|by post|no such tag|kind: Merges|vip@|visitor-/.test(text)
  );
}

/** A list that is made as it is read becomes one. */
function asWritten(key: string, value: unknown): unknown {
  return key === 'contacts' ? [...(value as Iterable<unknown>)] : value;
}
