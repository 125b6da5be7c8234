import { expect, it } from 'vitest';
import type { PullOptions } from '../../src/app/pull/options.ts';
import type { PullPart } from '../../src/app/pull/parts.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { collidingWorlds } from '../properties/colliding-worlds.ts';
import { type MeetingWorld, meetingWorlds } from '../properties/meeting-worlds.ts';
import { createTally, LAW_TIMEOUT, law, type Tally } from '../properties/tally.ts';
import { filesOf, type World as ManifestWorld } from '../properties/world.ts';
import { ALL, openWorld, USUAL } from './pulled-world.ts';

/** Each run is seven pulls. */
const MEETINGS = Number(process.env['PROPERTY_RUNS'] ?? 12);
/** Of each sort that is rare among those. */
const RARE = Math.ceil(MEETINGS * 0.4);
const OTHERS = Number(process.env['PROPERTY_RUNS'] ?? 10);

const PART_ROWS = [1, 3] as const;

type Files = Readonly<Record<string, string>>;

async function pulled(
  seed: EmulatorSeed,
  files: Files,
  options: Partial<PullOptions>,
  parts: readonly PullPart[] = ALL,
) {
  const world = openWorld(seed, files);
  try {
    const { exit, document, diagnostics } = await world.run(parts, options);
    const told = document && { ...document, requests: null };
    return { exit, document: told, diagnostics, files: Object.fromEntries(world.files()) };
  } finally {
    world.remove();
  }
}

/** What a pull says and writes is the same however many people are compared together; so is what a second one says of it. */
async function holds(
  { seed, files, flags }: Pick<MeetingWorld, 'seed' | 'flags'> & { readonly files: Files },
  tally: Tally,
) {
  const whole = await pulled(seed, files, flags);
  for (const batchRows of PART_ROWS)
    expect(await pulled(seed, files, { ...flags, batchRows }), `${batchRows} at a time`).toEqual(whole);
  const again = await pulled(seed, whole.files, { ...flags, check: true, batchRows: 2 });
  expect(again).toEqual(await pulled(seed, whole.files, { ...flags, check: true }));
  const usual = await pulled(seed, files, { ...flags, batchRows: 2 }, USUAL);
  expect(usual).toEqual(await pulled(seed, files, flags, USUAL));
  const codes = new Set(whole.document?.diagnostics.map(({ code }) => code));
  tally.see({
    pulled: whole.document !== undefined,
    refused: whole.document === undefined,
    changed: whole.document?.files.some(({ changed }) => changed > 0) === true,
    added: whole.document?.files.some(({ added }) => added > 0) === true,
    pending: (whole.document?.pending ?? 0) > 0,
    'a row differs':
      whole.document?.diagnostics.some(({ summary }) => /row of a data file/.test(summary)) === true,
    'plan has errors':
      whole.document?.diagnostics.some(({ code }) => code === 'lead-exists' || code === 'several-matches') ===
      true,
    'not pulled': codes.has('not-pulled'),
    older: flags.to !== undefined && whole.document !== undefined,
  });
}

const ofVersion = meetingWorlds.filter(({ flags }) => flags.to !== undefined);
/** A set makes users and stops at leads, one of whom has an email that is declared. */
const withLeadInTheWay = meetingWorlds.filter(({ seed, files }) => {
  const text = [...files.values()].join('').toLowerCase();
  const isNamed = (email = '') => email !== '' && text.includes(email.toLowerCase());
  return (
    text.includes('"leads":"error"') &&
    seed.contacts?.some(({ role, email }) => role === 'lead' && isNamed(email ?? '')) === true
  );
});

it('a pull in parts is the pull made at once, where everybody meets somebody', LAW_TIMEOUT, async () => {
  const tally = createTally();
  const hold = ({ files, ...world }: MeetingWorld) =>
    holds({ ...world, files: Object.fromEntries(files) }, tally);
  await law(meetingWorlds, hold, MEETINGS);
  await law(ofVersion, hold, RARE);
  await law(withLeadInTheWay, hold, RARE);
  tally.expectShares({
    pulled: 0.3,
    changed: 0.05,
    added: 0.1,
    pending: 0.2,
    'a row differs': 0.1,
    'plan has errors': 0.04,
    'not pulled': 0.1,
    older: 0.04,
  });
});

it('a pull in parts is the pull made at once, in worlds of all sorts', LAW_TIMEOUT, async () => {
  const tally = createTally();
  await law(
    collidingWorlds,
    (world: ManifestWorld) =>
      holds(
        { seed: world.seed, flags: { target: [], exclude: [] }, files: Object.fromEntries(filesOf(world)) },
        tally,
      ),
    OTHERS,
  );
  tally.expectShares({ pulled: 0.3, changed: 0.1, added: 0.2, pending: 0.1 });
});
