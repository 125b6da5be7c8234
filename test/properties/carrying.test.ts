import { describe, expect, it } from 'vitest';
import type { Emulator, EmulatorRequest } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { drawKill } from '../faults/courses.ts';
import { atDesk, type Desk, withProject } from '../faults/desk.ts';
import { type Dice, throwDice } from '../faults/dice.ts';
import { type CarryWorld, convertedSeats, drawCarryWorld, drawEdit, FORMER_OPTIONS } from './carry-worlds.ts';
import { createTally, LAW_TIMEOUT } from './tally.ts';

/*
 * Values that are carried over: whoever holds an old one has it in the new place in the end, nobody's value is overwritten or
 * given again after it was cleared, nothing else is written, and nothing is dropped or archived that a contact holds a value of.
 */
const WORLDS = Number(process.env['PROPERTY_CARRY_WORLDS'] ?? 25);
const FIRST_SEED = Number(process.env['PROPERTY_SEED'] ?? 910_000);
const seeds = Array.from({ length: WORLDS }, (_, index) => FIRST_SEED + index);
/** After this the index must show everything (`index_lag`). */
const INDEX_LAG_MS = 300_000;
/** So many applies may follow: values, what a merge brought, ends, and one that has nothing to do. */
const MOST_APPLIES = 6;
const MEASURE = { requests: 14, writes: 4, ms: 600 };

type Attributes = Readonly<Record<string, Json>>;

/** Looks at every write before it is made, and says what is wrong with it. */
function watchWrites(emulator: Emulator, { sources, declared }: CarryWorld, problems: string[]): void {
  const handle = emulator.handle.bind(emulator);
  /** What each contact held when it was last read by id. Intercom has no lock: whoever writes after that read is not seen. */
  const read = new Map<string, string>();
  const watched = (request: EmulatorRequest) => {
    const { pathname } = new URL(request.url, 'https://api.intercom.io');
    const [, resource, id = ''] = pathname.split('/');
    if (request.method === 'GET' && resource === 'contacts')
      read.set(id, JSON.stringify(emulator.state.contact(id)?.custom_attributes));
    if (request.method === 'PUT' && request.body !== '') {
      const body = JSON.parse(request.body) as JsonObject;
      if (resource === 'contacts') problems.push(...wrongValues(id, body));
      if (resource === 'data_attributes') problems.push(...losses(id, body));
    }
    return handle(request);
  };
  function wrongValues(id: string, body: JsonObject): readonly string[] {
    const contact = emulator.state.contact(id);
    if (contact === undefined) return [`${id} is not there`];
    const seen = read.get(id);
    read.delete(id);
    const held: Attributes = seen === undefined ? contact.custom_attributes : JSON.parse(seen);
    const written = (body['custom_attributes'] ?? {}) as Attributes;
    const set = declared.get(contact.external_id ?? '');
    return Object.entries(written).flatMap(([name, value]) => {
      if (set !== undefined && set[name] === value) return [];
      const before = held[name];
      if (name === 'plan' && FORMER_OPTIONS.get(String(before)) === value) return [];
      const old = sources.map((source) => held[source]).find((one) => one !== undefined && one !== null);
      const isNew = before === undefined && !(name in held);
      if (name === 'seats' && isNew && value !== null && convertedSeats(old) === value) return [];
      return [
        `${id}: ${name} ${JSON.stringify(before)} → ${JSON.stringify(value)}, old ${JSON.stringify(old)}`,
      ];
    });
  }
  function losses(id: string, body: JsonObject): readonly string[] {
    const attribute = emulator.state.attributes().find((one) => String(one['id']) === id);
    const name = String(attribute?.['name']);
    const contacts = emulator.state
      .liveContacts()
      .map(({ custom_attributes }): Attributes => custom_attributes);
    if (body['archived'] === true)
      return contacts.flatMap((held) =>
        name in held && convertedSeats(held[name]) !== undefined && !('seats' in held)
          ? [`${name} is archived, and ${JSON.stringify(held)} did not arrive`]
          : [],
      );
    const options = body['options'] as readonly { value: string }[] | undefined;
    if (options === undefined) return [];
    const kept = new Set(options.map(({ value }) => value));
    return contacts.flatMap(({ plan }) =>
      typeof plan === 'string' && name === 'plan' && !kept.has(plan) ? [`${plan} is dropped, and held`] : [],
    );
  }
  Object.assign(emulator, { handle: watched });
}

/** What is left undone in the end. */
function notArrived(emulator: Emulator, sources: readonly string[]): readonly string[] {
  return emulator.state
    .liveContacts()
    .flatMap(({ id, custom_attributes: held }: { id: string; custom_attributes: Attributes }) => {
      const old = sources.map((source) => held[source]).find((one) => one !== undefined && one !== null);
      const waits = convertedSeats(old) !== undefined && !('seats' in held);
      const isFormer = FORMER_OPTIONS.has(String(held['plan']));
      return waits || isFormer ? [`${id}: ${JSON.stringify(held)}`] : [];
    });
}

/** Somebody else writes now and then, until `withinMs` from now. */
function editLater(desk: Desk, dice: Dice, withinMs: number): number {
  const edits = dice.between(1, 6);
  const ids = desk.emulator.state.liveContacts().map(({ id }) => id);
  for (let edit = 0; edit < edits; edit++) {
    const custom_attributes = drawEdit(dice);
    const id = dice.one(ids);
    desk.clock.at(desk.clock.now() + dice.between(0, withinMs), () => {
      desk.emulator.foreign('PUT', `/contacts/${id}`, { custom_attributes });
    });
  }
  return edits;
}

describe('values that are carried over', () => {
  it.each([
    { what: 'are killed once or twice', kills: 2, edits: false, lagMs: 0 },
    { what: 'are killed, with an index two minutes behind', kills: 2, edits: false, lagMs: 120_000 },
    { what: 'are written by somebody else too', kills: 0, edits: true, lagMs: 0 },
    {
      what: 'are killed, and written by somebody else, with an index two minutes behind',
      kills: 1,
      edits: true,
      lagMs: 120_000,
    },
  ])('arrive, once and unharmed, where runs $what', LAW_TIMEOUT, async ({ kills, edits, lagMs }) => {
    const tally = createTally();
    for (const seed of seeds) {
      const dice = throwDice(seed);
      const drawn = drawCarryWorld(dice.apart('world'), lagMs);
      const problems: string[] = [];
      const course = async (desk: Desk) => {
        watchWrites(desk.emulator, drawn, problems);
        const edited = edits ? editLater(desk, dice.apart('edits'), 20_000) : 0;
        let killed = 0;
        for (let kill = 0; kill < kills; kill++) {
          const end = await desk.apply({ kill: drawKill(dice, MEASURE) });
          if (end.state === 'killed') killed++;
          await desk.clock.sleep(dice.chance(0.5) ? 0 : dice.between(0, 60_000));
        }
        await desk.start(['apply', '--lock-timeout', '120']).ended;
        let left = -1;
        let archived = false;
        for (let apply = 0; apply < MOST_APPLIES && left !== 0; apply++) {
          await desk.clock.sleep(lagMs + INDEX_LAG_MS + 1_000);
          const end = await desk.apply();
          if (end.state === 'killed') continue;
          left = end.plan?.changes.length ?? -1;
          archived ||= [...(end.plan?.changes ?? [])].some(({ action }) => action === 'archive');
          if (end.exit !== 0 && apply === MOST_APPLIES - 1)
            problems.push(`exit ${end.exit}: ${JSON.stringify(end.document)}`);
        }
        if (left !== 0) problems.push(`${left} changes are left`);
        problems.push(...notArrived(desk.emulator, drawn.sources));
        const { emulator } = desk;
        const options = emulator.state.attributes().find(({ name }) => name === 'plan')?.['options'];
        tally.see({
          killed: killed > 0,
          edited: edited > 0,
          archived,
          dropped: JSON.stringify(options)?.includes('trial') === false,
          declared: drawn.declared.size > 0,
        });
      };
      const { world } = drawn;
      await withProject(world, (folder) =>
        atDesk(world, { dice: dice.apart('desk'), folder, store: { locks: 'folder', slowestMs: 4 } }, course),
      );
      expect(problems, `seed ${seed}`).toEqual([]);
    }
    tally.expectShares({
      ...(kills > 0 ? { killed: 0.5 } : {}),
      ...(edits ? { edited: 1 } : {}),
      archived: 0.3,
      dropped: 0.9,
      declared: 0.5,
    });
  });
});
