import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceProblem } from '../source-problem.ts';

/** What is inside a .gz, piece by piece. */
export async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const unzipper = createGunzip();
  const source = Readable.from(bytes, { objectMode: false });
  source.on('error', (error) => unzipper.destroy(new Unreadable(error)));
  source.pipe(unzipper);
  try {
    // A byte stream without an encoding gives Buffers only.
    yield* unzipper as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (error instanceof Unreadable) throw error.cause;
    throw new SourceProblem({
      code: 'bad-gzip',
      summary: 'the file cannot be unzipped',
      detail: error instanceof Error ? error.message : String(error),
      help: 'write it again with gzip',
    });
  } finally {
    source.destroy();
    unzipper.destroy();
  }
}

/** Reading the zipped bytes failed, which is no fault of the gzip. */
class Unreadable extends Error {
  constructor(cause: unknown) {
    super('unreadable', { cause });
  }
}
