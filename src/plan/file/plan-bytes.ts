import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The gzip data is broken or cut off, or something follows it. */
export class BrokenGzip extends Error {
  override readonly name = 'BrokenGzip';
}

/** Decompresses a file if it is gzip, and passes it through if not. Its first two bytes decide, not its name. */
export async function* plainBytes(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = nonEmpty(chunks);
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < 2) {
    const next = await source.next();
    if (next.done === true) break;
    head.push(next.value);
    size += next.value.length;
  }
  const [first, second] = Buffer.concat(head.slice(0, 2));
  const whole = concatenated(head, source);
  if (first === 0x1f && second === 0x8b) yield* gunzipped(whole);
  else yield* whole;
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  let given = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      given += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(counted(), { objectMode: false });
  // A failure to read the file is no broken gzip: tell the two apart.
  let unreadable: Error | undefined;
  source.on('error', (failure) => {
    unreadable = failure;
    gunzip.destroy(failure);
  });
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk;
  } catch (failure) {
    throw unreadable ?? new BrokenGzip('the gzip data is broken or cut off', { cause: failure });
  } finally {
    source.destroy();
  }
  // zlib ignores what follows the last gzip member.
  if (gunzip.bytesWritten !== given) throw new BrokenGzip('something follows the gzip data');
}

async function* concatenated(
  head: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}

async function* nonEmpty(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) if (chunk.length > 0) yield chunk;
}
