import { connect } from 'node:net';
import { IntercomClient } from 'intercom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type Listening, parseFaults } from '../../src/emulator/index.ts';

let running: Listening | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function start(emulator: Emulator): Promise<string> {
  running = await emulator.listen();
  return running.url;
}

const headers = { Authorization: 'Bearer ada-token', 'Content-Type': 'application/json' };

describe('the emulator over HTTP', () => {
  it('shares the workspace with the in-process fetch', async () => {
    const emulator = createEmulator();
    const url = await start(emulator);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const reply = await fetch(`${url}/contacts`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ email: 'ada@acme.test', name: 'Åda' }),
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('x-ratelimit-limit')).toBe('1667');
    const { id } = (await reply.json()) as { id: string };
    const same = await emulator.fetch(`http://any/contacts/${id}`, { headers });
    expect(await same.json()).toMatchObject({ name: 'Åda' });
  });

  it('keeps idle connections open longer than a client does', async () => {
    const url = await start(createEmulator());
    expect((await fetch(`${url}/me`, { headers })).headers.get('keep-alive')).toBe('timeout=75');
  });

  it('closes lost and reset connections', async () => {
    const emulator = createEmulator({ faults: parseFaults('lost#1,reset#2') });
    const url = await start(emulator);
    const post = () =>
      fetch(`${url}/contacts`, { method: 'POST', headers, body: JSON.stringify({ role: 'lead' }) });
    await expect(post()).rejects.toThrow('fetch failed');
    await expect(post()).rejects.toThrow('fetch failed');
    expect(emulator.state.liveContacts()).toHaveLength(1);
    expect((await post()).status).toBe(200);
  });

  it('answers too large a body, HEAD and malformed HTTP without falling over', async () => {
    const emulator = createEmulator();
    const url = await start(emulator);
    const large = await fetch(`${url}/contacts`, {
      method: 'POST',
      headers,
      body: 'x'.repeat(11 * 1024 * 1024),
    });
    expect(large.status).toBe(413);
    expect((await fetch(`${url}/me`, { method: 'HEAD', headers })).status).toBe(200);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString()));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
    expect((await fetch(`${url}/me`, { headers })).status).toBe(200);
  });

  it('holds answers back for the latency', async () => {
    const url = await start(createEmulator({ latencyMs: 20 }));
    const reply = await fetch(`${url}/me`, { headers });
    expect(reply.headers.get('x-runtime')).toBe('0.025000');
  });

  it('refuses a port that is taken', async () => {
    const url = await start(createEmulator());
    await expect(createEmulator().listen({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
  });

  it('serves the official SDK (design 10)', async () => {
    const emulator = createEmulator({
      seed: {
        companies: [{ company_id: 'acme' }],
        contacts: [{ external_id: 'bob', email: 'bob@acme.test' }],
      },
    });
    const url = await start(emulator);
    const client = new IntercomClient({
      token: 'ada-token',
      environment: url,
      maxRetries: 0,
    });
    const ada = await client.contacts.create({ external_id: 'ada', email: 'ada@acme.test', name: 'Ada' });
    expect(ada).toMatchObject({ type: 'contact', role: 'user', external_id: 'ada' });
    const found = await client.contacts.search({
      query: { field: 'email', operator: '=', value: 'bob@acme.test' },
    });
    expect(found.data.map((contact) => contact.external_id)).toEqual(['bob']);
    const tag = await client.tags.create({ name: 'vip' });
    expect(tag).toMatchObject({ type: 'tag', name: 'vip' });
    await expect(client.contacts.create({ external_id: 'ada' })).rejects.toMatchObject({ statusCode: 409 });
  });
});
