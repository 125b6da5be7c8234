import { afterEach, describe, expect, it } from 'vitest';
import { clearDesks, type Desk, setUpDesk } from '../store/desk.ts';
import { planUndo, undo } from './undo/undoing-desk.ts';

afterEach(clearDesks);

const HEAD = 'apiVersion: interform/v1\nkind: ';
const LAG_MS = 120_000;
const FILES = {
  'interform.yaml': `${HEAD}Project\nguards: { max_detach: 99 }\n`,
  'migrations/tags.yaml': `${HEAD}Tags\ntags: [{ name: vip, was: [VIP customers] }]\n`,
  'migrations/set.yaml': `${HEAD}ContactSet\nname: beta\ncontacts: [{ external_id: ada }]\n`,
};

function send(desk: Desk, method: string, path: string, body: object) {
  const { status, body: text } = desk.emulator.handle({
    method,
    url: `http://intercom.test${path}`,
    headers: { authorization: 'Bearer of-grace', 'intercom-version': '2.16' },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
  return JSON.parse(text);
}

/** Ada, whom a set declares, Bob, whom none does, and Acme carry the former tag, and everybody can see that. */
async function united() {
  const desk = await setUpDesk(LAG_MS, FILES);
  send(desk, 'POST', '/tags', { name: 'vip' });
  const [ada, bob] = ['ada', 'bob'].map((external_id) =>
    send(desk, 'POST', '/contacts', { role: 'user', external_id }),
  );
  send(desk, 'POST', '/companies', { company_id: 'acme', name: 'Acme' });
  const former = send(desk, 'POST', '/tags', {
    name: 'VIP customers',
    users: [{ id: ada.id }, { id: bob.id }],
    companies: [{ company_id: 'acme' }],
  });
  desk.nowMs += LAG_MS;
  return { desk, bob: `contact/${bob.id}`, former: former.id, bobId: bob.id };
}

const addressesOf = ({ plan }: Awaited<ReturnType<Desk['plan']>>) =>
  [...(plan?.changes ?? [])].map(({ address }) => address);

/** Names of the tags of every contact, then of Acme. */
function tagsIn(desk: Desk): readonly unknown[] {
  const people = desk.emulator.state.liveContacts().map(({ tags }) => [...tags]);
  const acme = send(desk, 'GET', '/companies?company_id=acme', {});
  const { tags } = acme.data?.[0] ?? acme;
  return [...people, tags.tags.map(({ name }: { name: string }) => name)];
}

describe('tags that give way to what they are called today', () => {
  it('leave nothing to do at once, although search shows for two minutes who carried them', async () => {
    const { desk, bob } = await united();
    expect(addressesOf(await desk.plan())).toEqual(['company/acme', 'contact/beta/ada', bob]);
    expect(await desk.apply()).toMatchObject({ exit: 0, summary: { done: 3 } });
    expect(tagsIn(desk)).toEqual([['vip'], ['vip'], ['vip']]);
    expect(addressesOf(await desk.plan())).toEqual([]);
    desk.nowMs += LAG_MS;
    expect(addressesOf(await desk.plan())).toEqual([]);
  });

  it('are given way for as often as somebody puts them on again', async () => {
    const { desk, bob, former, bobId } = await united();
    await desk.apply();
    desk.nowMs += LAG_MS;
    send(desk, 'POST', `/contacts/${bobId}/tags`, { id: former });
    desk.nowMs += LAG_MS;
    expect(addressesOf(await desk.plan())).toEqual([bob]);
    expect(await desk.apply()).toMatchObject({ exit: 0 });
    expect(tagsIn(desk)).toEqual([['vip'], ['vip'], ['vip']]);
  });

  it('come back with an undo, which says that the manifest would take them off again', async () => {
    const { desk, bob } = await united();
    await desk.apply();
    desk.nowMs += 1000;
    const { diagnostics } = await planUndo(desk);
    expect(diagnostics.find(({ code }) => code === 'undo-declared')?.detail).toBe(
      ['company/acme', 'contact/beta/ada', bob].join(', '),
    );
    expect(await undo(desk)).toMatchObject({ exit: 0, summary: { done: 3 } });
    expect(tagsIn(desk)).toEqual([['VIP customers'], ['VIP customers'], ['VIP customers']]);
  });
});
