import { describe, expect, it } from 'vitest';
import { type Emulator, parseFaults } from '../../src/emulator/index.ts';
import { type Client, startClient } from './client.ts';

const V2_17 = { 'Intercom-Version': '2.17' };

/** Creates twenty users with a tag each in one job, and gives the job after some time. */
async function runJob(client: Client, waitMs: number, first = 0) {
  const contacts = Array.from({ length: 20 }, (_, position) => ({
    external_id: `customer-${first + position}`,
    tags: { add: [{ id: '11' }] },
  }));
  const { body } = await client.send('POST', '/contacts/bulk', { contacts }, V2_17);
  client.clock.now += waitMs;
  return (await client.send('GET', `/contacts/bulk/${body.id}`, undefined, V2_17)).body;
}

const withFaults = (spec: string): Client =>
  startClient({ faults: parseFaults(spec), seed: { tags: [{ id: '11', name: 'VIP' }] } });

const live = (emulator: Emulator) => emulator.state.liveContacts();
const names = (emulator: Emulator) => live(emulator).map((contact) => contact.external_id);

describe('faults of jobs', () => {
  it('job-stuck: half of the items are done, and it never ends', async () => {
    const client = withFaults('job-stuck#1');
    expect(await runJob(client, 24 * 3_600_000)).toMatchObject({ state: 'running', completed_at: null });
    expect(live(client.emulator)).toHaveLength(10);
    expect(await runJob(client, 1_000, 20)).toMatchObject({ state: 'completed' });
  });

  it('job-false-errors: all went well, and it says that something did not', async () => {
    const client = withFaults('job-false-errors#1');
    expect(await runJob(client, 1_000)).toMatchObject({ state: 'completed_with_errors' });
    expect(live(client.emulator)).toHaveLength(20);
  });

  it('job-lost-items: a tenth is missing, and it says that all went well', async () => {
    const client = withFaults('job-lost-items#1');
    expect(await runJob(client, 1_000)).toMatchObject({ state: 'completed' });
    expect(live(client.emulator)).toHaveLength(18);
  });

  it('job-lost-tags: nobody is tagged, and it says that all went well', async () => {
    const client = withFaults('job-lost-tags#1');
    expect(await runJob(client, 1_000)).toMatchObject({ state: 'completed' });
    expect(live(client.emulator)).toHaveLength(20);
    expect(live(client.emulator).filter(({ tags }) => tags.length > 0)).toEqual([]);
  });

  it('draws what is lost by the seed', async () => {
    const lost = async (seed: number) => {
      const client = withFaults(`job-lost-items#1,seed=${seed}`);
      await runJob(client, 1_000);
      return names(client.emulator);
    };
    expect(await lost(3)).toEqual(await lost(3));
    expect(await lost(3)).not.toEqual(await lost(4));
  });

  it('counts jobs, and neither other requests nor jobs that were refused', async () => {
    const client = withFaults('job-false-errors#2');
    await client.send('GET', '/me');
    await client.send('POST', '/contacts', { email: 'ada@acme.test' });
    expect(await runJob(client, 1_000)).toMatchObject({ state: 'completed' });
    await client.send('POST', '/contacts/bulk', {}, V2_17);
    expect(await runJob(client, 1_000, 20)).toMatchObject({ state: 'completed_with_errors' });
    expect(await runJob(client, 1_000, 40)).toMatchObject({ state: 'completed' });
  });

  it('stands in the log beside the request that began the job', async () => {
    const client = withFaults('job-stuck/1');
    await runJob(client, 1_000);
    const struck = client.emulator.requests.map(({ method, fault }) => `${method} ${fault}`);
    expect(struck).toEqual(['POST job-stuck', 'GET undefined']);
  });

  it('strikes together with a fault of the request', async () => {
    const client = withFaults('500-after#1,job-lost-items#1');
    const reply = await client.send(
      'POST',
      '/contacts/bulk',
      { contacts: [{ external_id: 'ada' }, { external_id: 'bob' }] },
      V2_17,
    );
    expect(reply.status).toBe(500);
    client.clock.now += 1_000;
    expect(live(client.emulator)).toHaveLength(1);
  });
});
