import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What stands between a program and the emulator. */
export interface Between {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes requests on to `target`, but for those that `answer` answers itself. */
export async function standBetween(
  target: string,
  answer: (asked: Asked) => Answer | undefined,
): Promise<Between> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await text(request);
    const own = answer({ method, path: url, body });
    const passed =
      own === undefined
        ? await fetch(target + url, {
            method,
            headers: { authorization: headers.authorization ?? '', 'content-type': 'application/json' },
            ...(body === '' ? {} : { body }),
          })
        : undefined;
    const status = own?.status ?? passed?.status ?? 500;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(own?.body ?? (await passed?.text()));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}
