import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { inspect } from 'node:util';
import { createClient } from '@keyv/redis';
import { afterEach, describe, expect, it } from 'vitest';
import { createMask } from '../../src/render/mask/mask.ts';
import { openBackend } from '../../src/store/open.ts';
import { redisBackend } from '../../src/store/redis/redis-backend.ts';
import { redisUrl } from '../../src/store/redis/redis-url.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { IN_REDIS, openRedis } from './opened-store.ts';
import { hasRedis, NEEDS_REDIS, type RedisServer, startRedis } from './redis-server.ts';

const PASSWORD = 'canary-Pa$$w0rd/9f';
const started: RedisServer[] = [];
async function start(...settings: string[]): Promise<RedisServer> {
  const server = await startRedis(settings);
  started.push(server);
  return server;
}
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

describe('the URL of a Redis', () => {
  it('is named without user and password', () => {
    const secret = encodeURIComponent(PASSWORD);
    const named = (url: string) => redisUrl(url, 'URL').where;
    expect(named(`redis://ada:${secret}@acme.test`)).toBe('redis://acme.test:6379/0');
    expect(named(` rediss://:${secret}@acme.test:6380/7\n`)).toBe('rediss://acme.test:6380/7');
    expect(named('redis://[::1]:6379/')).toBe('redis://[::1]:6379/0');
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', '  '],
    ['another scheme', `http://:${PASSWORD}@acme.test`],
    ['no URL', `redis//:${PASSWORD}@acme.test`],
    ['no port', `redis://:canary@acme.test:${PASSWORD}`],
    ['no host', 'redis://'],
    ['no number of a database', `redis://acme.test/${encodeURIComponent(PASSWORD)}`],
  ])('is refused where it is %s, and not quoted', async (_, url) => {
    const failure = await failureOf(
      openBackend(IN_REDIS, { folder: '/', env: { INTERFORM_STORE_URL: url }, mode: 'read' }),
    );
    expect(failure.diagnostic).toMatchObject({
      code: 'store-url',
      help: expect.stringContaining('INTERFORM_STORE_URL='),
    });
    // What is typed in CI is read there, where a user before a host looks like an email.
    const masked = createMask({ key: undefined, sensitive: [] }).finding(failure.diagnostic);
    expect(masked.help).toBe(failure.diagnostic.help);
    expect(everything(failure)).not.toMatch(/canary|Pa\$\$/);
  });
});

describe('the package for Redis', () => {
  it('is asked for where it is not installed', async () => {
    const missing = Object.assign(new Error("Cannot find package '@keyv/redis'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const failure = await failureOf(open('redis://127.0.0.1:1', { load: () => Promise.reject(missing) }));
    expect(failure.diagnostic).toMatchObject({
      code: 'store-package-missing',
      help: expect.stringContaining('npm install @keyv/redis'),
    });
  });
});

describe('a Redis that is not there', () => {
  it('is told in time where nothing listens', async () => {
    const failure = await failureOf(open(`redis://ada:${encodeURIComponent(PASSWORD)}@127.0.0.1:1`));
    expect(failure.diagnostic).toMatchObject({
      code: 'store-unreachable',
      detail: 'no server answers at this address',
    });
    expect(everything(failure)).not.toContain('canary');
  });

  it('is told in time where nothing answers', async () => {
    const silent = createServer();
    await listening(silent);
    const failure = await failureOf(
      open(`redis://127.0.0.1:${portOf(silent)}`, { timeouts: { connectMs: 150 } }),
    );
    expect(failure.diagnostic).toMatchObject({
      code: 'store-unreachable',
      detail: 'no answer within 0.15 s',
    });
    silent.close();
  });

  it('is told where what answers is something else, or speaks no TLS', async () => {
    const http = createServer((socket) =>
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n').on('error', () => undefined),
    );
    await listening(http);
    for (const scheme of ['redis', 'rediss']) {
      const failure = await failureOf(open(`${scheme}://:canary@127.0.0.1:${portOf(http)}`));
      expect(failure.code).toBe('store-unreachable');
      expect(everything(failure)).not.toContain('canary');
    }
    http.close();
  });
});

describe.skipIf(!hasRedis)(`a Redis${NEEDS_REDIS}`, () => {
  it('with a password is opened, and one with another is not', async () => {
    const { port } = await start('--requirepass', PASSWORD);
    const right = `redis://:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`;
    const backend = await openRedis(right);
    expect(inspect({ where: backend.where, kind: backend.kind })).not.toContain('canary');
    await backend.records('recent').set('ada', 1);
    await backend.close();
    for (const url of [`redis://:canary-wrong@127.0.0.1:${port}`, `redis://127.0.0.1:${port}`]) {
      const failure = await failureOf(open(url));
      expect(failure.code).toBe('store-unwritable');
      expect(everything(failure)).not.toContain('canary');
    }
  });

  it('is durable only where each write is flushed before its answer', async () => {
    const durable = async (...settings: string[]) => {
      const backend = await openRedis((await start(...settings)).url);
      await backend.close();
      return backend.durable;
    };
    expect(await durable('--appendonly', 'yes', '--appendfsync', 'always')).toBe(true);
    expect(await durable('--appendonly', 'yes', '--appendfsync', 'everysec')).toBe(false);
    expect(await durable('--appendonly', 'no', '--appendfsync', 'always')).toBe(false);
    // What cannot be asked is not promised.
    expect(
      await durable('--appendonly', 'yes', '--appendfsync', 'always', '--rename-command', 'CONFIG', ''),
    ).toBe(false);
  });

  it('that may throw keys away is refused, and nothing is written there', async () => {
    for (const policy of ['allkeys-lru', 'volatile-ttl', 'allkeys-random']) {
      const { url } = await start('--maxmemory', '10mb', '--maxmemory-policy', policy);
      const failure = await failureOf(open(url));
      expect(failure.diagnostic).toMatchObject({
        code: 'store-evicts',
        detail: `its maxmemory-policy is ${policy}`,
      });
      expect(await keysOf(url)).toEqual([]);
    }
    await (
      await openRedis((await start('--maxmemory', '10mb', '--maxmemory-policy', 'noeviction')).url)
    ).close();
    await (
      await openRedis((await start('--maxmemory', '0', '--maxmemory-policy', 'allkeys-lru')).url)
    ).close();
  });

  it('that is full says so', async () => {
    const { url } = await start('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
    const backend = await openRedis(url);
    const file = await backend.journals.open('run');
    const failure = await (async () => {
      for (;;) await file.append([JSON.stringify({ text: 'x'.repeat(100_000) })]);
    })().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'store-full' });
    const large = 'x'.repeat(3_000_000);
    const records = backend.records('recent');
    for (const act of [
      () => records.set('ada', large),
      () => records.setMany([{ key: 'ada', value: large }]),
    ])
      expect((await failureOf(act())).code).toBe('store-full');
    await backend.close();
  });

  it('that takes no writes says so', async () => {
    const first = await start();
    const replica = await start('--replicaof', `127.0.0.1 ${first.port}`);
    const failure = await failureOf(open(replica.url));
    expect(['store-unwritable', 'store-unreachable']).toContain(failure.code);
  });

  it('is shared with others, who keep their keys', async () => {
    const { url } = await start();
    await command(url, ['SET', 'acme:x', '1']);
    const backend = await openRedis(url);
    await backend.records('recent').set('ada', 1);
    await backend.records('recent').clear();
    await backend.close();
    expect(await keysOf(url)).toEqual(['acme:x', 'interform:format']);
  });

  it('is not made by who only reads, and not written by them', async () => {
    const { url } = await start();
    const read = { folder: '/', env: { INTERFORM_STORE_URL: url }, mode: 'read' } as const;
    expect(await openBackend(IN_REDIS, read)).toBeUndefined();
    expect(await keysOf(url)).toEqual([]);
    const writer = await openRedis(url);
    await writer.records('recent').set('ada', 1);
    const reader = await openRedis(url, 'read');
    expect(reader.hashKey).toEqual(writer.hashKey);
    expect(await reader.records('recent').get('ada')).toBe(1);
    await expect(reader.records('recent').set('ada', 2)).rejects.toThrow('only read');
    await expect(reader.records('recent').clear()).rejects.toThrow('only read');
    await expect(reader.journals.open('run')).rejects.toThrow('only read');
    await Promise.all([writer.close(), reader.close()]);
  });

  it.each([
    ['store-foreign', ['SET', 'interform:format', 'Ada']],
    ['store-foreign', ['SET', 'interform:something', 'Ada']],
    ['store-newer', ['SET', 'interform:format', '{"format":"interform-store/3"}']],
    ['store-unwritable', ['LPUSH', 'interform:format', 'Ada']],
  ])('is refused untouched: %s for %j', async (code, words) => {
    const { url } = await start();
    await command(url, words);
    const before = await command(url, ['DUMP', words[1] ?? '']);
    for (const mode of ['read', 'write'] as const)
      expect((await failureOf(openRedis(url, mode))).diagnostic).toMatchObject({
        code,
        help: expect.stringMatching(/./),
      });
    expect(await command(url, ['DUMP', words[1] ?? ''])).toEqual(before);
    expect(await keysOf(url)).toEqual([words[1]]);
  });

  it('that goes away fails what is under way and what comes then, and ends nothing else', async () => {
    const server = await start();
    const backend = await openRedis(server.url);
    const file = await backend.journals.open('run');
    await file.append(['{"n":0}']);
    server.process.kill('SIGKILL');
    const underWay = file.append(['{"n":1}']).catch((error: unknown) => error);
    expect(await underWay).toMatchObject({ code: 'store-unreachable' });
    await expect(file.append(['{"n":2}'])).rejects.toMatchObject({ code: 'store-unreachable' });
    const records = backend.records('recent');
    for (const act of [
      () => records.get('ada'),
      () => records.getMany(['ada']),
      () => records.has('ada'),
      () => records.set('ada', 1),
      () => records.setMany([{ key: 'ada', value: 1 }]),
      () => records.delete('ada'),
      () => records.deleteMany(['ada']),
      () => records.clear(),
      () => backend.journals.list(),
      () => backend.journals.open('run'),
    ])
      expect(await failureOf(act())).toMatchObject({ code: 'store-unreachable' });
    await file.close();
    await backend.close();
  });

  it('that hangs fails in time', async () => {
    const server = await start();
    const backend = await open(server.url, { timeouts: { connectMs: 300, commandMs: 150 } });
    const file = await backend.journals.open('run');
    server.process.kill('SIGSTOP');
    const append = file.append(['{"n":0}']);
    const get = backend.records('recent').get('ada');
    for (const act of [append, get])
      expect(await failureOf(act)).toMatchObject({ code: 'store-unreachable' });
    server.process.kill('SIGCONT');
    await backend.close();
  });

  it('that ended an idle connection is connected to once more', async () => {
    const { url } = await start();
    const backend = await openRedis(url);
    await backend.records('recent').set('ada', 1);
    await command(url, ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    // What was lost may be told once; then it works.
    await backend
      .records('recent')
      .get('ada')
      .catch(() => undefined);
    expect(await backend.records('recent').get('ada')).toBe(1);
    const file = await backend.journals.open('run');
    await file.append(['{"n":0}']);
    await backend.close();
  });

  it('that was restarted meanwhile is not believed any more', async () => {
    const server = await start();
    const backend = await openRedis(server.url);
    await backend.records('recent').set('ada', 1);
    await server.stop();
    const again = await startRedis([], server.port);
    started.push(again);
    await backend
      .records('recent')
      .get('ada')
      .catch(() => undefined);
    const failure = await failureOf(backend.records('recent').get('ada'));
    expect(failure.diagnostic.detail).toContain('restarted');
    expect((await failureOf(backend.journals.open('run'))).diagnostic.detail).toContain('restarted');
    expect(await keysOf(again.url)).toEqual([]);
    await backend.close();
  });

  it('leaves nothing that keeps the process once it is closed', async () => {
    const { url } = await start();
    const backend = await openRedis(url);
    await backend.close();
    await backend.close();
    await expect(backend.records('recent').get('ada')).rejects.toThrow('closed');
  });
});

async function open(url: string, more: Partial<Parameters<typeof redisBackend>[0]> = {}) {
  const locks = () => {
    throw new Error('no locks here');
  };
  const urlEnv = 'INTERFORM_STORE_URL';
  const none = { take: locks, holders: locks, breakLock: locks };
  const backend = await redisBackend({ urlEnv, url, mode: 'write', locks: () => none, ...more });
  if (backend === undefined) throw new Error('there is no store');
  return backend;
}

async function command(url: string, words: string[]): Promise<unknown> {
  const client = createClient({ url });
  await client.connect();
  const answer: unknown = await client.sendCommand(words);
  await client.close();
  return answer;
}

async function keysOf(url: string): Promise<string[]> {
  return ((await command(url, ['KEYS', '*'])) as string[]).sort();
}

/** All that could be shown of an error, its cause included. */
function everything(error: Error): string {
  return inspect(error, { depth: 10, showHidden: true }) + String(error.stack);
}

async function failureOf(opening: Promise<unknown>): Promise<StoreError> {
  const failure = await opening.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof StoreError) return failure;
  throw new Error('no StoreError', { cause: failure });
}

async function listening(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
