import { afterEach, describe, expect, it } from 'vitest';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { memoryBackend } from '../../store/memory-backend.ts';

afterEach(clearDesks);

const LAG = 240_000;
const people = (tag: string) => `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead, tags: [${tag}] }
contacts: [{ email: ada@acme.test }, { email: eve@acme.test }]
---
apiVersion: interform/v1
kind: Tags
tags: [${tag}]
`;

async function justApplied(): Promise<Desk> {
  const desk = await setUpDesk(LAG, { 'migrations/people.yaml': people('vip') });
  expect(await desk.apply()).toMatchObject({ exit: 0 });
  return desk;
}

const rotateToken = (desk: Desk) => {
  desk.env = { INTERCOM_ACCESS_TOKEN: 'of-ada-anew' };
};

describe('leads that were created under another token, while search is behind', () => {
  it('are found', async () => {
    const desk = await justApplied();
    rotateToken(desk);
    expect(await desk.apply()).toMatchObject({ exit: 0, results: [] });
    expect(desk.doubled()).toEqual([]);
  });

  it('are found after a run that wrote to them and was killed', async () => {
    const desk = await justApplied();
    rotateToken(desk);
    await desk.write('migrations/people.yaml', people('beta'));
    // The tag, and the first lead that gets it.
    const { ports, killed } = desk.process(2);
    await Promise.race([desk.apply(ports), killed]);
    desk.store.locks.clear();
    expect(await desk.apply()).toMatchObject({ exit: 0 });
    expect(desk.doubled()).toEqual([]);
  });

  it('are found when the run that created them is forgotten', async () => {
    const desk = await justApplied();
    const store = new Store(memoryBackend(desk.store), createKeyedHash('of-ada', new Uint8Array(32)));
    for (const { id } of await store.runs()) await store.removeRun(id);
    rotateToken(desk);
    expect(await desk.apply()).toMatchObject({ exit: 0, results: [] });
    expect(desk.doubled()).toEqual([]);
  });
});
