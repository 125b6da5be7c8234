import { invalid, notFound } from '../../src/emulator/errors.ts';
import type { Resource } from '../../src/emulator/resource.ts';
import { adminsOf } from '../../src/emulator/resources/admins/store.ts';
import type { TeamsSeed } from '../../src/emulator/resources/teams/seed.ts';
import { teamsOf } from '../../src/emulator/resources/teams/store.ts';
import type { Call } from '../../src/emulator/router.ts';
import { pastedList, pastedText } from '../../src/emulator/seed/pasted.ts';
import { notKept, TEXTS } from '../../src/emulator/seed/shape.ts';
import { checkUnique } from '../../src/emulator/seed/unique.ts';
import { type SwitchSet, switchesOf, wholeNumber } from '../../src/emulator/switches/switch.ts';
import { V2_16 } from '../../src/emulator/version.ts';
import { storeOf } from '../../src/emulator/workspace.ts';
import { isJsonObject, type JsonObject } from '../../src/types/json.ts';

/** A mood that a team can see. */
interface Mood {
  readonly id: number;
  readonly name: string;
  readonly team_ids: readonly string[];
  readonly admin_id: string;
}

const moodsOf = storeOf(() => new Map<number, Mood>());

interface MoodsSeed {
  readonly moods?: readonly { readonly name: string; readonly teams?: readonly string[] }[];
}

const moodSwitches = {
  /** Most moods; no source says how many Intercom keeps. */
  moodLimit: wholeNumber(100),
} satisfies SwitchSet;

const moodSwitchesOf = switchesOf(moodSwitches);

/** A resource as its folder would hold it, with everything that one can have. */
export const moods: Resource<MoodsSeed & TeamsSeed, typeof moodSwitches> = {
  name: 'moods',
  switches: moodSwitches,
  routes: [
    {
      method: 'GET',
      path: '/moods',
      answer: ({ workspace }) => ({ type: 'list', data: [...moodsOf(workspace).values()].map(show) }),
    },
    { method: 'GET', path: '/moods/:id', answer: (call) => show(pathMood(call)) },
    { method: 'POST', path: '/moods', since: V2_16, status: 201, answer: create },
    { method: 'POST', path: '/moods/:id/share', status: 202, answer: (call) => void pathMood(call) },
    { method: 'DELETE', path: '/moods/:id', status: 204, answer: remove },
  ],
  seed: {
    shape: {
      list: {
        object: { name: 'a text', teams: TEXTS, team_ids: TEXTS, ...notKept('type', 'id', 'admin_id') },
        required: ['name'],
      },
    },
    // An answer of the API has ids where a seed has names.
    plain: (part, seed) =>
      pastedList(part).map((mood) => (isJsonObject(mood) ? withNames(mood, seed) : mood)),
    check({ moods: list = [], teams = [] }, report) {
      checkUnique(list, 'moods', ['name'], report);
      for (const [position, { teams: names = [] }] of list.entries()) {
        for (const name of names)
          if (!teams.some((team) => team.name === name))
            report(`moods[${position}].teams`, `no team "${name}"`);
      }
    },
    load({ moods: list = [] }, workspace) {
      const all = teamsOf(workspace).all();
      for (const { name, teams: names = [] } of list) {
        const ids = all.filter((team) => names.includes(team.name)).map((team) => team.id);
        add({ name, team_ids: ids }, { workspace });
      }
    },
  },
  records: (workspace) => [...moodsOf(workspace).values()].map(show),
};

function withNames({ team_ids: ids, ...mood }: JsonObject, seed: JsonObject): JsonObject {
  if (ids === undefined) return mood;
  const names = new Map(
    pastedList(seed['teams']).map((team) => [pastedText(team, 'id'), pastedText(team, 'name')]),
  );
  return { ...mood, teams: pastedList(ids).map((id) => names.get(String(id)) ?? String(id)) };
}

function pathMood({ workspace, param }: Call): Mood {
  const mood = moodsOf(workspace).get(Number(param('id')));
  if (mood === undefined) throw notFound('Mood Not Found');
  return mood;
}

function create(call: Call): JsonObject {
  const { name } = call.body;
  if (typeof name !== 'string') throw invalid('name is required');
  const { moodLimit } = moodSwitchesOf(call.workspace);
  if (moodsOf(call.workspace).size >= moodLimit) throw invalid(`There are ${moodLimit} moods`);
  return show(add({ name, team_ids: [] }, call));
}

function remove(call: Call): undefined {
  moodsOf(call.workspace).delete(pathMood(call).id);
}

function add(mood: Pick<Mood, 'name' | 'team_ids'>, { workspace }: Pick<Call, 'workspace'>): Mood {
  const store = moodsOf(workspace);
  const made = { id: store.size + 1, admin_id: adminsOf(workspace).me?.id ?? '', ...mood };
  store.set(made.id, made);
  return made;
}

function show(mood: Mood): JsonObject {
  return { type: 'mood', ...mood };
}
