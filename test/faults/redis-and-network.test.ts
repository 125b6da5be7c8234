import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasRedis, NEEDS_REDIS, startRedis } from '../store/redis-server.ts';
import { atWorkbench, type Workbench } from './real-process.ts';

const TIMEOUT = { timeout: 600_000 };
/** More than may be under way at a time, so that some are left when a run stops. */
const PEOPLE = 150;

/** Leads, whom nothing refuses a second time, or users. */
function filesOf(key: (n: number) => string) {
  const rows = Array.from({ length: PEOPLE }, (_, n) => `  - { ${key(n)}, name: Person ${n} }`);
  return {
    'migrations/people.yaml': `apiVersion: interform/v1
kind: ContactSet
name: visitors
contacts:
${rows.join('\n')}
`,
  };
}

const LEADS = filesOf((n) => `role: lead, email: person-${n}@acme.test`);
const USERS = filesOf((n) => `external_id: person-${n}, email: person-${n}@acme.test`);
const IN_REDIS = {
  ...LEADS,
  'interform.yaml': `apiVersion: interform/v1
kind: Project
store: { url_env: INTERFORM_STORE_URL, index_lag: 10s }
`,
};
/** Longer than one process needs, so that it is still late when the next one plans. */
const INDEX_LAG_MS = 5_000;

describe.skipIf(!hasRedis)(`applies that share a Redis${NEEDS_REDIS}`, () => {
  it('two at once: one works, the other exits 6, and nobody is there twice', TIMEOUT, async () => {
    const redis = await startRedis();
    const options = { files: IN_REDIS, indexLagMs: INDEX_LAG_MS, latencyMs: 50 };
    try {
      await atWorkbench({ ...options, env: { INTERFORM_STORE_URL: redis.url } }, async (bench) => {
        const both = await Promise.all([
          bench.run('apply', '--auto-approve', '--lock-timeout', '0'),
          bench.run('apply', '--auto-approve', '--lock-timeout', '0'),
        ]);
        // Where one ended before the other began, both may.
        expect(both.map(({ exit }) => exit).sort()).toEqual(
          both.some(({ exit }) => exit === 6) ? [0, 6] : [0, 0],
        );
        expect((await bench.run('apply', '--auto-approve')).exit).toBe(0);
        expect(emails(bench)).toHaveLength(PEOPLE);
      });
    } finally {
      await redis.stop();
    }
  });

  it('stop when it goes away, say so, and go on when it is back', TIMEOUT, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interform-redis-kept-'));
    const kept = ['--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'];
    const redis = await startRedis(kept);
    const options = { files: IN_REDIS, indexLagMs: INDEX_LAG_MS, latencyMs: 50 };
    try {
      await atWorkbench({ ...options, env: { INTERFORM_STORE_URL: redis.url } }, async (bench) => {
        bench.atWrite(5, 'after', () => void redis.process.kill('SIGKILL'));
        const first = await bench.run('apply', '--auto-approve');
        expect(first.exit).toBe(3);
        expect(JSON.stringify(first.document)).toContain('store-unreachable');
        // What could not be recorded was not sent.
        expect(emails(bench).length).toBeLessThan(PEOPLE);
        const back = await startRedis(kept, redis.port);
        try {
          let last = await bench.run('apply', '--auto-approve', '--lock-timeout', '600');
          for (let time = 0; last.exit !== 0 && time < 3; time += 1)
            last = await bench.run('apply', '--auto-approve', '--lock-timeout', '600');
          expect(last.exit).toBe(0);
          expect(emails(bench)).toHaveLength(PEOPLE);
          expect(new Set(emails(bench)).size).toBe(PEOPLE);
        } finally {
          await back.stop();
        }
      });
    } finally {
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a proxy that cuts connections', () => {
  it('doubles nobody, however often a request or its answer is lost', TIMEOUT, async () => {
    const env: Record<string, string> = {};
    const files = {
      ...USERS,
      'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nbulk: off\nstore: { index_lag: 10s }\n',
    };
    await atWorkbench({ files, indexLagMs: 1_000, latencyMs: 5, env }, async (bench) => {
      const proxy = await cuttingProxy(new URL(bench.url).port, 6);
      env['INTERCOM_BASE_URL'] = proxy.url;
      try {
        const first = await bench.run('apply', '--auto-approve', '--max-errors', '100');
        expect([0, 1, 3]).toContain(first.exit);
        expect(proxy.cuts()).toBeGreaterThan(2);
      } finally {
        await proxy.close();
      }
      env['INTERCOM_BASE_URL'] = bench.url;
      let last = await bench.run('apply', '--auto-approve');
      for (let time = 0; last.exit !== 0 && time < 3; time += 1)
        last = await bench.run('apply', '--auto-approve');
      expect(last.exit).toBe(0);
      expect(emails(bench).sort()).toEqual([...new Set(emails(bench))].sort());
      expect(emails(bench)).toHaveLength(PEOPLE);
    });
  });
});

function emails({ emulator }: Workbench): string[] {
  return emulator.state.liveContacts().map(({ email }) => email ?? '');
}

/** Forwards to a port of this machine, and cuts every n-th exchange off: before the request went on, or before its answer came back. */
async function cuttingProxy(port: string, every: number) {
  let exchanges = 0;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    let isCut = false;
    const cut = () => {
      cuts += 1;
      isCut = true;
      client.destroy();
      upstream.end();
    };
    client.on('data', (chunk: Buffer) => {
      exchanges += 1;
      const isDue = exchanges % every === 0;
      if (isDue && (exchanges / every) % 2 === 0) return cut();
      upstream.write(chunk);
      if (isDue) cut();
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!isCut) client.write(chunk);
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
