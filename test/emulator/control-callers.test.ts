import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type Listening } from '../../src/emulator/index.ts';

let emulator: Emulator;
let running: Listening;
beforeEach(async () => {
  emulator = createEmulator({ seed: { contacts: [{ external_id: 'ada' }] } });
  running = await emulator.listen({ host: '127.0.0.1' });
});
afterEach(() => running.close());

/** As a browser or a program would send it; `fetch` would not let a test choose its host. */
function reset(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(running.url);
    const sent = request({ port, host: '127.0.0.1', path: '/_emulator/reset', method: 'POST', headers });
    sent.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('who may control the emulator', () => {
  it.each([
    ['an address', { Host: '127.0.0.1:4010' }],
    ['an IPv6 address', { Host: '[::1]:4010' }],
    ['localhost', { Host: 'LOCALHOST:4010' }],
    ['a container by its name', { Host: 'emulator:4010' }],
    ['a name that nobody can register', { Host: 'emulator.qa.svc.cluster.local' }],
    ['a page of the emulator itself', { Host: '127.0.0.1:4010', Origin: 'http://127.0.0.1:4010' }],
    ['an address that was typed into a browser', { Host: 'localhost:4010', 'Sec-Fetch-Site': 'none' }],
  ])('%s passes', async (_who, headers) => {
    emulator.foreign('POST', '/contacts', { role: 'lead' });
    expect(await reset(headers)).toBe(200);
    expect(emulator.state.liveContacts()).toHaveLength(1);
  });

  it.each([
    ['a page of another site', { Host: 'localhost:4010', Origin: 'https://evil.example' }],
    ['another port', { Host: 'localhost:4010', Origin: 'http://localhost:3000' }],
    ['a page without an origin', { Host: 'localhost:4010', Origin: 'null' }],
    ['a request across sites', { Host: 'localhost:4010', 'Sec-Fetch-Site': 'cross-site' }],
    ['a name that was made to lead here', { Host: 'evil.example:4010', Origin: 'http://evil.example:4010' }],
    ['such a name with a dot at its end', { Host: 'evil.example.:4010' }],
    ['a name that looks local', { Host: 'localhost.evil.example' }],
  ])('%s is refused and changes nothing', async (_who, headers) => {
    emulator.foreign('POST', '/contacts', { role: 'lead' });
    expect(await reset(headers)).toBe(403);
    expect(emulator.state.liveContacts()).toHaveLength(2);
  });

  it('a name that it was told to listen at passes', async () => {
    await running.close();
    running = await emulator.listen({ host: 'localhost' });
    const answer = await fetch(`${running.url}/_emulator/health`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
