import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { type Expected, expectedAfter, type Population, populationOf } from './ownership-oracle.ts';
import type { RecordedApply } from './recorded-runs.ts';
import { edited, filesOfLife, ownerTag, PEOPLE, type RepositoryLife } from './set-lives.ts';
import { onSharedWorkspace, type Repository, type SharedWorkspace } from './shared-workspace.ts';
import { type Event, HAND_TAGS, type SharedWorld, sharedWorlds } from './shared-worlds.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';

/** Each run is a dozen plans. */
const LIVES = 50;
const TURNS = 15;

describe('who owns whom, in two repositories on one workspace', () => {
  it(
    'ends as the rules say after each of several edits, however often it is killed',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(
        sharedWorlds,
        async (world) => {
          const met = await livedThrough(world);
          tally.see(Object.fromEntries(LABELS.map((label) => [label, met.has(label)])));
        },
        runs(LIVES),
      );
      tally.expectShares({
        archived: 0.05,
        untagged: 0.1,
        retired: 0.1,
        'held by a set': 0.1,
        'held by a foreign tag': 0.1,
        'would be archived': 0.1,
        'default tag stays': 0.1,
        'default tag goes': 0.1,
        'left alone': 0.02,
        withheld: 0.02,
        'declared later': 0.02,
        'owner tag renamed': 0.02,
        'moves to the new owner tag': 0.02,
        killed: 0.2,
        'up to a version': 0.5,
      });
    },
  );

  it('never goes back and forth where two repositories apply in turns', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(
      sharedWorlds.map(allOwned),
      (world) =>
        onSharedWorkspace(world, async (shared) => {
          const turns = world.repositories.map((life) => ({
            life,
            repository: shared.repository(life.name),
          }));
          const moments = [populationOf(shared.emulator.state)];
          let writes = 0;
          for (let round = 0; round < 4; round += 1)
            for (const { life, repository } of turns) {
              await repository.write(filesOfLife(life, idsIn(shared.emulator)), undefined);
              shared.settle();
              const { plan } = expectApplied(await repository.runs.apply());
              moments.push(populationOf(shared.emulator.state));
              writes += plan.changes.length;
              // Whoever was archived before another repository knew them brings back the tags that they had.
              if (round > 1) expect(plan.changes).toEqual([]);
            }
          tally.see({ writes: writes > 0, meets: moments.some(({ people }) => people.some(isOfBoth)) });
          expect(backAndForth(moments)).toEqual([]);
        }),
      runs(TURNS),
    );
    tally.expectShares({ writes: 0.9, meets: 0.3 });
  });
});

/** PROPERTY_RUNS looks longer. */
function runs(usual: number): number {
  return Number(process.env['PROPERTY_RUNS'] ?? usual);
}

const LABELS = [
  'archived',
  'untagged',
  'retired',
  'held by a set',
  'held by a foreign tag',
  'would be archived',
  'default tag stays',
  'default tag goes',
  'left alone',
  'withheld',
  'declared later',
  'owner tag renamed',
  'moves to the new owner tag',
  'killed',
  'up to a version',
] as const;

/** Every event of a world; after each apply the workspace is as the rules say. */
function livedThrough(world: SharedWorld): Promise<ReadonlySet<string>> {
  return onSharedWorkspace(world, async (shared) => {
    const met = new Set<string>();
    const repositories = new Map(world.repositories.map(({ name }) => [name, shared.repository(name)]));
    const now = new Map(world.repositories.map((life) => [life.name, life]));
    const before = new Map(now);
    // Both begin with what they have.
    const begin = world.repositories.map(
      (_, repository): Event => ({ do: 'apply', repository, edits: [], to: null, killAt: null }),
    );
    for (const event of [...begin, ...world.events]) {
      shared.settle();
      if (event.do === 'tag') {
        tagByHand(shared, event);
        continue;
      }
      const name = world.repositories[event.repository]?.name ?? 'crm';
      const repository = repositories.get(name);
      const old = now.get(name);
      if (repository === undefined || old === undefined) continue;
      let life = old;
      for (const edit of event.edits) life = edited(life, edit, before.get(name) ?? old);
      if (life !== old) before.set(name, old);
      now.set(name, life);
      for (const label of await applied(shared, repository, life, event)) met.add(label);
    }
    return met;
  });
}

/** So often an apply is killed and started again. */
const MOST_LIVES = 12;

/** Applies once, checks, and looks whether anything is left to do. */
async function applied(
  shared: SharedWorkspace,
  repository: Repository,
  life: RepositoryLife,
  { to, killAt }: Extract<Event, { readonly do: 'apply' }>,
): Promise<readonly string[]> {
  const versions = [...new Set(life.sets.map(({ version }) => version))]
    .filter((version) => version > 0)
    .sort();
  const last = to === null ? undefined : versions[to % Math.max(1, versions.length)];
  const { state } = shared.emulator;
  const labels: string[] = last === undefined ? [] : ['up to a version'];
  for (let round = 0; ; round += 1) {
    await repository.write(
      filesOfLife(life, idsIn(shared.emulator)),
      last === undefined ? undefined : `000${last}`,
    );
    const live = populationOf(state);
    const expected = expectedAfter(live, life, last);
    labels.push(...Object.keys(expected.met).filter((label) => expected.met[label] === true));
    let lives = 1;
    while (killAt !== null && round === 0 && lives < MOST_LIVES && (await repository.runs.killed(killAt))) {
      lives += 1;
      expectOnTheWay(live, populationOf(state), expected);
    }
    const isKilled = lives > 1;
    if (isKilled) labels.push('killed');
    const { diagnostics } = expectApplied(await repository.runs.apply());
    const after = populationOf(state);
    // Whom a killed apply brought back is seen by the next one.
    if (!isKilled || !expected.revives)
      expect(shown(after)).toEqual(shown({ ...expected, tags: after.tags }));
    if (!isKilled) expectSaid(diagnostics, expected);
    shared.settle();
    if (!expected.revives) break;
    // What somebody archived had can only be seen now.
    expect(round).toBe(0);
  }
  expect((await repository.runs.plan()).plan?.changes).toEqual([]);
  return labels;
}

/** Halfway nobody has lost what they keep, or stands without an owner who had one and will have one. */
function expectOnTheWay(before: Population, now: Population, expected: Expected): void {
  for (const [person, carried] of before.people.entries()) {
    if (now.archived[person] !== undefined && before.archived[person] === undefined)
      expect(expected.archived[person], `${PEOPLE[person]} was archived halfway`).toBeDefined();
    const [then, later] = [now.people[person], expected.people[person]];
    if (carried === undefined || then === undefined || later === undefined) continue;
    const lost = [...carried].filter((tag) => later.has(tag) && !then.has(tag));
    expect(lost, `what ${PEOPLE[person]} lost halfway`).toEqual([]);
  }
}

function expectApplied({ plan, result, diagnostics }: RecordedApply) {
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(
    [...(result?.results ?? [])].filter(({ outcome }) => outcome !== 'done' && outcome !== 'already'),
  ).toEqual([]);
  if (plan === undefined) throw new Error('nothing was planned');
  return { plan, diagnostics };
}

function expectSaid(diagnostics: readonly Diagnostic[], { met }: Expected): void {
  const codes = new Set(diagnostics.map(({ code }) => code));
  if (met['withheld'] === true) expect(codes).toContain('prune-withheld');
  if (met['declared later'] === true) expect(codes).toContain('declared-later');
}

function shown({ people, archived }: Population): readonly string[] {
  return people.map((tags, person) => {
    const state = tags === undefined ? (archived[person] !== undefined ? 'archived' : 'absent') : 'live';
    return `${PEOPLE[person]}: ${state} ${[...(tags ?? [])].sort().join(', ')}`;
  });
}

function idsIn({ state }: Emulator): (person: number) => string | undefined {
  const ids = new Map(state.liveContacts().map(({ external_id, id }) => [external_id, id]));
  return (person) => ids.get(PEOPLE[person] ?? '');
}

function tagByHand(
  { emulator }: SharedWorkspace,
  { person, tag, off }: Extract<Event, { readonly do: 'tag' }>,
): void {
  const id = idsIn(emulator)(person);
  if (id === undefined) return;
  const send = (method: string, path: string, body?: object) =>
    emulator.handle({
      method,
      url: `http://intercom.test${path}`,
      headers: {
        authorization: 'Bearer of-grace',
        'intercom-version': '2.16',
        'content-type': 'application/json',
      },
      body: body === undefined ? '' : JSON.stringify(body),
    });
  const name = HAND_TAGS[tag] ?? '';
  send('POST', '/tags', { name });
  const tagId = emulator.state.tags().find((one) => one.name.toLowerCase() === name.toLowerCase())?.id ?? '';
  const { status } = off
    ? send('DELETE', `/contacts/${id}/tags/${tagId}`)
    : send('POST', `/contacts/${id}/tags`, { id: tagId });
  expect([200, 404]).toContain(status);
}

function isOfBoth(tags: ReadonlySet<string> | undefined): boolean {
  const owned = [...(tags ?? [])];
  return owned.some((tag) => tag.startsWith('set-crm')) && owned.some((tag) => tag.startsWith('shop: '));
}

/** Without an owner tag no other repository can see that somebody is declared: every set has one. */
function allOwned(world: SharedWorld): SharedWorld {
  const repositories = world.repositories.map((life) => ({
    ...life,
    sets: life.sets.map((set) => ({
      ...set,
      owner: set.owner ?? { tag: ownerTag(life.name, set.name), was: [], action: 'untag' as const },
    })),
  }));
  return { ...world, repositories };
}

/** Tags that somebody lost after they got them, or got after they lost them, and once more. */
function backAndForth(moments: readonly Population[]): readonly string[] {
  const found: string[] = [];
  for (const [person, name] of PEOPLE.entries()) {
    const tags = new Set(moments.flatMap(({ people }) => [...(people[person] ?? [])]));
    for (const tag of tags) {
      const course = moments.map(({ people }) => people[person]?.has(tag) === true);
      const turns = course.filter((has, index) => index > 0 && has !== course[index - 1]).length;
      const revived = moments.some(({ people }, index) => index > 0 && people[person] === undefined);
      if (turns > (revived ? 3 : 2)) found.push(`${name} ${tag}: ${course.join(' ')}`);
    }
  }
  return found;
}
