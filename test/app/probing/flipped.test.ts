import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/app/probing/checks/index.ts';
import type { ProbeRun } from '../../../src/app/probing/run.ts';
import { likeWorkspace, SWITCH_NAMES } from '../../../src/emulator/index.ts';
import { resources } from '../../../src/emulator/resources/index.ts';
import { requestSwitches } from '../../../src/emulator/switches/request.ts';
import type { SwitchSet } from '../../../src/emulator/switches/switch.ts';
import { FACT_RANGES } from '../../../src/types/facts.ts';
import { differing, probed, worldOf } from './probed.ts';

/** Switches that a question of the probe is about: each value but the usual one, and what is then found. */
const ASKED: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> = {
  'or-in-or': { off: { nested_or: 'refused' } },
  'or-limit': {
    14: { or_most: 14 },
    1: { or_most: 1, nested_or: 'refused' },
    16: { or_most: 16 },
    40: { or_most: 40 },
    500: { or_most: 150 },
  },
  'in-limit': { 0: { in_most: 0 }, 7: { in_most: 7 }, 99: { in_most: 99 }, 500: { in_most: 150 } },
  'per-page-limit': { 50: { per_page_most: 50 }, 500: { per_page_most: 500 } },
  'email-conflict': { on: { other_email: 'conflict' } },
  'option-update': { append: { option_update: 'appended' } },
  'unarchive-attribute': { off: { unarchive_attribute: 'refused' } },
  'string-too-long': { refuse: { long_text: 'refused' }, keep: { long_text: 'kept' } },
  'wrong-type': { ignore: { wrong_type: 'ignored' }, keep: { wrong_type: 'kept' } },
  'bulk-tag-leads': { off: { bulk_tag_leads: 'skipped' } },
  'bulk-tag-limit': { 20: { bulk_tag_most: 20 }, 50: {}, 1: { bulk_tag_most: 1 } },
  'merged-get': { 404: { merged_get: 404 } },
  'deleted-list': { off: { deleted_list: 'refused' } },
  'bulk-create': {
    off: { bulk_create: 'refused' },
    400: { bulk_create: 'refused' },
    403: { bulk_create: 'refused' },
    422: { bulk_create: 'refused' },
  },
  'bulk-update': { on: { bulk_update: 'works' } },
  'bulk-limit': { 20: { bulk_most: 20 }, 130: { bulk_most: 130 }, 2000: { bulk_most: 1000 } },
  'bulk-counts-items': { on: { bulk_counts: 'items' } },
};

const declared: SwitchSet = Object.assign(
  {},
  requestSwitches,
  ...resources.map(({ switches = {} }) => switches),
);

/** Values that leave the probe something to work with, where any other one would do as well. */
const CHOSEN: Readonly<Record<string, string>> = {
  'contact-limit': '20',
  'attribute-limit': '10',
  'default-version': '2.10',
};

/** All other switches, each with a value that is not the usual one: no question is about them, and none is answered differently. */
const unasked = Object.entries(declared)
  .map(
    ([name, { takes, usual }]) =>
      [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), takes, usual] as const,
  )
  .filter(([name]) => ASKED[name] === undefined)
  .map(([name, takes, usual]) => {
    if (CHOSEN[name] !== undefined) return `${name}=${CHOSEN[name]}`;
    if (takes === 'on or off') return `${name}=${usual === true ? 'off' : 'on'}`;
    return `${name}=${typeof takes === 'string' ? Number(usual) + 1000 : takes.find((one) => one !== usual)}`;
  });

const answersOf = ({ facts }: ProbeRun) =>
  facts.filter(({ name }) => name !== 'index_lag_ms').map(({ name, found }) => [name, found]);

const unprobed = ({ facts }: ProbeRun) =>
  facts.flatMap(({ name, state }) => (state === 'not_probed' ? [name] : []));

const flips = Object.entries(ASKED).flatMap(([name, values]) =>
  Object.entries(values).map(([value, found]) => [`${name}=${value}`, found] as const),
);

describe('a probe', () => {
  it('knows every switch of the emulator', () => {
    const flipped = [...Object.keys(ASKED), ...unasked.map((spec) => spec.split('=')[0])];
    expect(flipped.sort()).toEqual([...SWITCH_NAMES].sort());
  });

  it('asks for every fact once', () => {
    expect(CHECKS.map(({ name }) => name).sort()).toEqual(Object.keys(FACT_RANGES).sort());
  });

  it('finds the emulator to be as is assumed', async () => {
    const run = await probed(worldOf());
    expect(run.facts.map(({ state, how }) => (state === 'as_assumed' ? state : how))).toEqual(
      CHECKS.map(() => 'as_assumed'),
    );
  });

  it.each(flips)('finds of %s exactly that', async (spec, found) => {
    const run = await probed(worldOf(spec));
    expect(unprobed(run)).toEqual(spec.startsWith('bulk-create') ? ['bulk_most', 'bulk_counts'] : []);
    expect(differing(run)).toEqual(found);
  });

  it.each(flips)('of an emulator with the facts of %s finds the same', async (spec) => {
    const first = await probed(worldOf(spec));
    const again = await probed(worldOf('', likeWorkspace(first)));
    expect(answersOf(again)).toEqual(answersOf(first));
  });

  it.each(unasked)('finds nothing of %s', async (spec) => {
    const run = await probed(worldOf(spec));
    expect(run.facts.filter(({ state }) => state !== 'as_assumed')).toEqual([]);
  });

  it('finds all flips at once, and again when it probes once more', async () => {
    const world = worldOf(
      'or-in-or=off,or-limit=20,in-limit=5,per-page-limit=50,email-conflict=on,option-update=append,unarchive-attribute=off,string-too-long=refuse,wrong-type=keep,bulk-tag-leads=off,bulk-tag-limit=10,merged-get=404,bulk-update=on,bulk-limit=60,bulk-counts-items=on',
    );
    const all = {
      nested_or: 'refused',
      or_most: 20,
      in_most: 5,
      per_page_most: 50,
      other_email: 'conflict',
      option_update: 'appended',
      unarchive_attribute: 'refused',
      long_text: 'refused',
      wrong_type: 'kept',
      bulk_tag_leads: 'skipped',
      bulk_tag_most: 10,
      merged_get: 404,
      bulk_update: 'works',
      bulk_most: 60,
      bulk_counts: 'items',
    };
    expect(differing(await probed(world))).toEqual(all);
    world.clock.now += 60_000;
    expect(differing(await probed(world))).toEqual(all);
  });

  it('measures how late search is, with what that means', async () => {
    const late = await probed(worldOf('', { indexLagMs: 20_000 }));
    const [lag] = late.facts.filter(({ name }) => name === 'index_lag_ms');
    expect(lag?.state).toBe('as_assumed');
    expect(lag?.found).toBeGreaterThanOrEqual(20_000);
    expect(lag?.found).toBeLessThan(26_000);
    const slow = await probed(worldOf('', { indexLagMs: 400_000 }));
    expect(slow.facts.find(({ name }) => name === 'index_lag_ms')?.state).toBe('differs');
    const never = await probed(worldOf('', { indexLagMs: 4_000_000 }));
    expect(differing(never)).toEqual({ index_lag_ms: expect.any(Number) });
    expect(never.facts.find(({ name }) => name === 'index_lag_ms')?.found).toBeGreaterThanOrEqual(600_000);
  });
});
