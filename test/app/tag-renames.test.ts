import { afterEach, describe, expect, it } from 'vitest';
import { makePlan } from '../../src/app/plan.ts';
import { clearDesks, type Desk, setUpDesk } from '../store/desk.ts';
import { planUndo, undo } from './undo/undoing-desk.ts';

afterEach(clearDesks);

const HEAD = 'apiVersion: interform/v1\nkind: ';
const project = (rest = '') => `${HEAD}Project\n${rest}`;
const tags = (list: string) => `${HEAD}Tags\ntags: ${list}\n`;
const RENAMED = tags('[{ name: vip, was: [VIP customers] }]');

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

const liveTags = (desk: Desk): readonly string[] =>
  send(desk, 'GET', '/tags', {}).data.map(({ id, name }: { id: string; name: string }) => `${id} ${name}`);

/** A workspace with one tag, whose id is returned too. */
async function withTag(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly desk: Desk; readonly id: string }> {
  const desk = await setUpDesk(0, { 'interform.yaml': project(), ...files });
  const { id } = send(desk, 'POST', '/tags', { name: 'VIP customers' });
  return { desk, id };
}

describe('the rename of a tag', () => {
  it('is taken back by an undo, which says that the manifest would make it again', async () => {
    const { desk, id } = await withTag({ 'migrations/tags.yaml': RENAMED });
    expect(await desk.apply()).toMatchObject({ exit: 0 });
    expect(liveTags(desk)).toEqual([`${id} vip`]);
    const { plan, diagnostics } = await planUndo(desk);
    expect([...(plan?.changes ?? [])]).toMatchObject([
      {
        address: 'tag/vip',
        action: 'update',
        id,
        fields: { name: { before: 'vip', after: 'VIP customers' } },
      },
    ]);
    expect(diagnostics).toMatchObject([{ code: 'undo-declared', detail: 'tag/vip' }]);
    expect(await undo(desk)).toMatchObject({ exit: 0 });
    expect(liveTags(desk)).toEqual([`${id} VIP customers`]);
  });

  it('is not taken back where another tag has the former name by now', async () => {
    const { desk, id } = await withTag({ 'migrations/tags.yaml': RENAMED });
    await desk.apply();
    const other = send(desk, 'POST', '/tags', { name: 'VIP customers' });
    expect(await undo(desk)).toMatchObject({ exit: 4, results: [{ outcome: 'stale' }] });
    expect(liveTags(desk)).toEqual([`${id} vip`, `${other.id} VIP customers`]);
  });

  it('is sent again where its answer was lost, and comes to the same', async () => {
    const { desk, id } = await withTag({ 'migrations/tags.yaml': RENAMED });
    let lost = 0;
    desk.loses = ({ method }) => method === 'POST' && lost++ === 0;
    expect(await desk.apply()).toMatchObject({ exit: 0 });
    expect(liveTags(desk)).toEqual([`${id} vip`]);
  });

  it('is declared by any folder of manifests that gives the tag a former name', async () => {
    const { desk, id } = await withTag({
      'interform.yaml': project('manifests: [a, b]\n'),
      'a/0001.yaml': tags('[vip]'),
      'b/0001.yaml': RENAMED,
    });
    expect(await desk.apply()).toMatchObject({ exit: 0 });
    expect(liveTags(desk)).toEqual([`${id} vip`]);
  });

  it('is left out, and what needs it, where the flags leave the tag out', async () => {
    const set = `${HEAD}ContactSet\nname: beta\ncontacts: [{ external_id: ada, tags: [vip] }]\n`;
    const { desk } = await withTag({ 'migrations/tags.yaml': RENAMED, 'migrations/set.yaml': set });
    const ports = desk.process().ports;
    const { plan } = await makePlan({ ...desk.planning, exclude: ['tag/*'] }, ports);
    expect([...(plan?.changes ?? [])]).toEqual([]);
    const targeted = await makePlan({ ...desk.planning, target: ['contact/beta/ada'] }, ports);
    expect([...(targeted.plan?.changes ?? [])].map(({ address }) => address)).toEqual([
      'tag/vip',
      'contact/beta/ada',
    ]);
  });
});
