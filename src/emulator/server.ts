import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { BODY_LIMIT_BYTES, type EmulatorRequest, type EmulatorResponse } from './message.ts';

export interface ListenOptions {
  /** 0 takes any free port; the default. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

export interface Listening {
  /** `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * How long an idle connection stays open. Node.js closes after 5 s, which a client that is busy for a moment meets as a reset
 * under its next request; load balancers in front of public APIs keep a minute or more.
 */
const KEEP_ALIVE_MS = 75_000;

/** Serves the emulator over HTTP. Rejects when the port is taken. */
export async function listen(
  handle: (request: EmulatorRequest) => EmulatorResponse,
  options: ListenOptions = {},
): Promise<Listening> {
  const { port = 0, host = '127.0.0.1' } = options;
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming, (request) => {
      const answer = handle(request);
      if (answer.delayMs === 0) return send(answer, incoming.socket, outgoing);
      const timer = setTimeout(() => {
        timers.delete(timer);
        send(answer, incoming.socket, outgoing);
      }, answer.delayMs);
      timers.add(timer);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const timer of timers) clearTimeout(timer);
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const reached = LOCAL_OF[host] ?? host;
  return { url: `http://${reached.includes(':') ? `[${reached}]` : reached}:${bound}`, close };
}

/** Where this machine reaches what listens at all of its addresses. */
const LOCAL_OF: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Collects the body; one byte over the limit is kept, so that the core refuses it, and the rest is thrown away. */
function readRequest(incoming: IncomingMessage, done: (request: EmulatorRequest) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
    size += chunk.length;
  });
  // A client that goes away before its request is complete has asked nothing.
  incoming.on('error', () => undefined);
  incoming.on('end', () => {
    done({
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      headers: readHeaders(incoming),
      body: Buffer.concat(chunks).toString('utf8'),
    });
  });
}

function readHeaders(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

function send(answer: EmulatorResponse, socket: Socket, outgoing: ServerResponse): void {
  if (answer.dropped === 'reset') socket.resetAndDestroy();
  else if (answer.dropped === 'lost') socket.destroy();
  else outgoing.writeHead(answer.status, answer.headers).end(answer.body);
}
