import { createServer, type ServerResponse } from 'node:http';
import type { Emulator } from '../../src/emulator/index.ts';

/** Answers instead of the emulator, or undefined to let the request through. */
export type Fault = (request: Incoming, response: ServerResponse) => true | undefined;

export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
  readonly writes: boolean;
}

/** Serves the emulator over HTTP, with a fault that may answer in its place. */
export async function serveWithFaults(
  emulator: Emulator,
  fault: Fault,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      const writes = method !== 'GET' && !/\/(?:search|list|preview)$/.test(url);
      const incoming = { method, url, authorization: headers.authorization ?? '', body, writes };
      if (fault(incoming, response)) return;
      const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      const answer = emulator.handle({ method, url, headers: plain, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
