import { describe, expect, it } from 'vitest';
import type { MadePlan } from '../../src/app/plan.ts';
import { collidingWorlds } from './colliding-worlds.ts';
import { crowdedWorlds, type MeetingWorld, meetingWorlds, throngedWorlds } from './meeting-worlds.ts';
import { inWorld, type OpenedWorld } from './opened-world.ts';
import { plannedInParts, savedBytes } from './parts.ts';
import { edited, filesOfLife, PEOPLE } from './set-lives.ts';
import { onSharedWorkspace } from './shared-workspace.ts';
import { type SharedWorld, sharedWorlds } from './shared-worlds.ts';
import { createTally, LAW_TIMEOUT, law, type Tally } from './tally.ts';
import { worlds } from './world.ts';

/** Each run is four plans, of a throng two. */
const MEETINGS = 120;
const CROWDS = 20;
const THRONGS = 20;
const OTHERS = 40;
const LIVES = 15;

describe('a plan made in parts', () => {
  it('is the plan made at once, where everybody meets somebody', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(meetingWorlds, (world) => holdsIn(world, tally), runs(MEETINGS));
    tally.expectShares({
      changes: 0.6,
      also: 0.1,
      convert: 0.1,
      merge: 0.05,
      archive: 0.02,
      pruned: 0.03,
      filtered: 0.1,
      'lead-exists': 0.05,
      'shared-email': 0.02,
      'several-matches': 0.04,
      'sets-disagree': 0.05,
      'duplicate-contact': 0.03,
      'merge-declared-lead': 0.04,
      'left-alone': 0.04,
      'prune-withheld': 0.2,
    });
  });

  it('leaves alone whom the external_id of a lead names that is left out', () => {
    const [head, set] = ['apiVersion: interform/v1\nkind: ContactSet\n', 'policy: { on_bad_row: skip }\n'];
    const files = new Map([
      ['migrations/a.yaml', `${head}name: customers\ncontacts: [{ external_id: grace }]\n`],
      ['migrations/b.yaml', `${head}name: visitors\n${set}source: { file: visitors.csv }\n`],
      ['migrations/visitors.csv', 'role,external_id,email,owner\nlead,grace,v@acme.test,nobody@acme.test\n'],
    ]);
    const tally = createTally();
    return holdsIn({ seed: {}, files, flags: { target: [], exclude: [] } }, tally).then(() =>
      tally.expectShares({ 'left-alone': 1 }),
    );
  });

  it('is the plan made at once, where findings are too many to be shown', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(crowdedWorlds, (world) => holdsIn(world, tally), runs(CROWDS));
    tally.expectShares({ changes: 0.5, counted: 0.15, 'left-alone': 0.2 });
  });

  it('is the plan made at once, where samples stand for most of what is found', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(throngedWorlds, (world) => holdsIn(world, tally, [45]), runs(THRONGS));
    tally.expectShares({ changes: 0.5, counted: 0.4 });
  });

  it('is the plan made at once, in worlds of all sorts', LAW_TIMEOUT, async () => {
    const tally = createTally();
    for (const arbitrary of [worlds, collidingWorlds])
      await law(
        arbitrary,
        (world) => inWorld(world, {}, (opened) => holds(opened, opened.planning, tally)),
        runs(OTHERS),
      );
    tally.expectShares({ changes: 0.5 });
  });

  it('is the plan made at once, while two repositories move, retire and rename', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(sharedWorlds, (world) => livedThrough(world, tally), runs(LIVES));
    tally.expectShares({ changes: 0.4, pruned: 0.1, also: 0.1, 'left-alone': 0.02, 'prune-withheld': 0.1 });
  });
});

/** PROPERTY_RUNS looks longer. */
function runs(usual: number): number {
  return Number(process.env['PROPERTY_RUNS'] ?? usual);
}

function holdsIn(
  { seed, files, flags }: MeetingWorld,
  tally: Tally,
  sizes?: readonly number[],
): Promise<void> {
  const world = { seed, documents: [], files: 1, indexLagMs: 0 };
  return inWorld(world, { files }, (opened) => holds(opened, { ...opened.planning, ...flags }, tally, sizes));
}

/** Each repository is edited and applied in turn, and planned before. */
function livedThrough(world: SharedWorld, tally: Tally): Promise<void> {
  return onSharedWorkspace(world, async (shared) => {
    for (const [number, life] of world.repositories.entries()) {
      let now = life;
      const repository = shared.repository(life.name);
      const own = world.events.filter((event) => event.do === 'apply' && event.repository === number);
      for (const event of own) {
        if (event.do !== 'apply') continue;
        for (const edit of event.edits) now = edited(now, edit, life);
        shared.settle();
        const live = shared.emulator.state.liveContacts();
        const ids = new Map(live.map(({ external_id, id }) => [external_id, id]));
        const versions = now.sets.map(({ version }) => version).filter((version) => version > 0);
        const last = event.to === null ? undefined : Math.min(...versions);
        await repository.write(
          filesOfLife(now, (person) => ids.get(PEOPLE[person] ?? '')),
          last === undefined || versions.length === 0 ? undefined : `000${last}`,
        );
        const { whole, parts } = await repository.planned();
        for (const part of parts) expect(part.text).toBe(whole.text);
        tally.see(metIn(whole.made));
        await repository.runs.apply();
      }
    }
  });
}

/** The documents, what is said beside them and the plan files are the same, byte by byte. */
async function holds(
  opened: OpenedWorld,
  planning: OpenedWorld['planning'],
  tally: Tally,
  sizes?: readonly number[],
): Promise<void> {
  const { whole, parts } = await plannedInParts(planning, opened.ports, sizes);
  for (const part of parts) expect(part.text).toBe(whole.text);
  const [one, other] = [whole.made.plan, parts[0]?.made.plan];
  if (one !== undefined && other !== undefined)
    expect(await savedBytes(other, planning.project)).toBe(await savedBytes(one, planning.project));
  tally.see({ planned: one !== undefined, ...metIn(whole.made) });
}

const CODES = [
  ...['lead-exists', 'user-exists', 'shared-email', 'several-matches', 'sets-disagree', 'duplicate-contact'],
  ...['external-id-taken', 'merge-declared-lead', 'merge-twice', 'merge-into', 'merge-not-duplicates'],
  ...['left-alone', 'prune-withheld', 'found-next-time', 'unseen-twin', 'declared-later', 'rows-left-out'],
];

function metIn({ plan, diagnostics }: MadePlan): Record<string, boolean> {
  const changes = [...(plan?.changes ?? [])];
  const codes = new Set(diagnostics.map(({ code }) => code));
  return {
    changes: changes.length > 0,
    also: changes.some(({ also }) => also.length > 0),
    convert: changes.some(({ action }) => action === 'convert'),
    merge: changes.some(({ action }) => action === 'merge'),
    archive: changes.some(({ action }) => action === 'archive'),
    pruned: changes.some(({ kind, source }) => kind === 'contact' && source === null),
    filtered: plan?.filtered === true,
    counted: diagnostics.some(({ summary }) => / times\)$/.test(summary)),
    ...Object.fromEntries(CODES.map((code) => [code, codes.has(code)])),
  };
}
