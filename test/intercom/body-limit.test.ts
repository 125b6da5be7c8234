import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../src/intercom/client.ts';
import { IntercomError } from '../../src/intercom/error.ts';
import { explainFailure } from '../../src/intercom/explain.ts';
import type { ClientOptions } from '../../src/intercom/options.ts';
import { TAGS } from '../../src/kinds/tag/calls.ts';
import { CANARY, rejection, START } from './client-under-test.ts';

const MB = 1024 * 1024;
const DEFAULT_BYTES = 64 * MB;
/** Small, since the server has to zip what never ends. */
const SMALL_BYTES = 2 * MB;
/** What may be on its way when reading stops: buffers of sockets, streams and the unzipper. */
const SLACK_BYTES = 16 * MB;

const ENCODERS = { gzip: createGzip, br: createBrotliCompress, deflate: createDeflate };

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

/** Answers with a list that never ends, and tells what it wrote until the other side hung up. */
async function endlessServer(
  encoding: keyof typeof ENCODERS | undefined,
  { status = 200, ...options }: Partial<ClientOptions> & { readonly status?: number } = {},
) {
  let requests = 0;
  let plainBytes = 0;
  const closed: Promise<unknown>[] = [];
  server = createServer((request, response) => {
    requests += 1;
    request.resume();
    closed.push(once(response, 'close'));
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    });
    const out = encoding === undefined ? response : ENCODERS[encoding]();
    if (out !== response) out.pipe(response);
    response.on('close', () => out.destroy());
    pour(out as ServerResponse, (bytes) => {
      plainBytes += bytes;
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // The address is what listen has chosen: a port.
  const { port } = server.address() as AddressInfo;
  let bytesRead = 0;
  const counting: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytesRead += chunk.byteLength;
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body?.pipeThrough(counter) ?? null, answer);
  };
  const client = createClient({
    baseUrl: `http://127.0.0.1:${port}`,
    token: CANARY,
    version: '2.16',
    fetch: counting,
    now: () => START,
    sleep: async () => undefined,
    random: () => 0.5,
    ...options,
  });
  return {
    client,
    requests: () => requests,
    bytesRead: () => bytesRead,
    plainBytes: () => plainBytes,
    hungUp: () => Promise.all(closed),
  };
}

/** Writes for as long as somebody reads. */
function pour(out: ServerResponse, count: (bytes: number) => void): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  out.write('{"data":[');
  const more = () => {
    while (!out.destroyed) {
      count(chunk.length);
      if (!out.write(chunk)) {
        out.once('drain', more);
        return;
      }
    }
  };
  more();
}

const FORMS = [
  ['plain', undefined, {}, DEFAULT_BYTES],
  ['gzip', 'gzip', { maxBodyBytes: SMALL_BYTES }, SMALL_BYTES],
  ['br', 'br', { maxBodyBytes: SMALL_BYTES }, SMALL_BYTES],
  ['deflate', 'deflate', { maxBodyBytes: SMALL_BYTES }, SMALL_BYTES],
] as const;

describe('an answer that never ends', () => {
  it.each(FORMS)('%s: is given up at the limit, once, and named', async (_name, encoding, options, limit) => {
    const endless = await endlessServer(encoding, options);
    const error = await rejection(endless.client.list(TAGS));
    if (!(error instanceof IntercomError)) throw error;
    expect(error).toMatchObject({
      family: 'too-large',
      outcome: 'refused',
      method: 'GET',
      path: '/tags',
      status: 200,
    });
    expect(error.message).toContain(`${limit / MB} MB`);
    await endless.hungUp();
    expect(endless.requests()).toBe(1);
    expect(endless.bytesRead()).toBeGreaterThan(limit);
    expect(endless.bytesRead()).toBeLessThan(limit + SLACK_BYTES);
    if (encoding === undefined) expect(endless.plainBytes()).toBeLessThan(limit + SLACK_BYTES);
    expect(explainFailure(error)).toMatchObject({
      code: 'intercom-too-large',
      help: expect.stringContaining('base URL'),
    });
  });

  it.each([200, 400, 500])(
    'to a write leaves its outcome unknown (status %s), and is not sent again',
    async (status) => {
      const endless = await endlessServer('gzip', { status, maxBodyBytes: SMALL_BYTES });
      const request = { method: 'PUT', path: '/contacts/ada', body: { name: 'Ada' } } as const;
      const error = await rejection(endless.client.send(request));
      expect(error).toMatchObject({ family: 'too-large', outcome: 'unknown' });
      expect(explainFailure(error as IntercomError).help).toContain('The write may have taken effect');
      expect(endless.requests()).toBe(1);
    },
  );
});

describe('an answer of ordinary length', () => {
  it('is read as it is, whatever the pieces cut', async () => {
    const body = JSON.stringify({ data: [{ type: 'tag', id: '7', name: 'Zoë 🦊' }] });
    const bytes = new TextEncoder().encode(`\ufeff${body}`);
    const answer = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const client = createClient({
      baseUrl: 'https://api.intercom.io',
      token: CANARY,
      version: '2.16',
      fetch: async () => new Response(answer),
      now: () => START,
      sleep: async () => undefined,
      random: () => 0.5,
    });
    expect(await client.list(TAGS)).toEqual([expect.objectContaining({ id: '7', name: 'Zoë 🦊' })]);
  });
});
