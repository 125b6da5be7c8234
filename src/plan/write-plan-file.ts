import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { PlanDocument } from '../types/plan.ts';
import { countActions } from './build-plan.ts';

/** The header line: the plan document without its changes. */
export type PlanHeader = Omit<PlanDocument, 'changes'>;

/** The facts that the last line repeats. `checksum` is the SHA-256 of all bytes before that line. */
export interface PlanTrailer {
  readonly changes: readonly { readonly action: string }[];
  readonly digest: string;
  readonly checksum: string;
}

/**
 * The plan as JSON Lines (DESIGN 6.2), line by line:
 *
 *     {"format":"interform-plan/1",…}                                       the document without its changes
 *     {"address":"tag/vip",…}                                               one line for each change
 *     {"trailer":{"counts":{"changes":7,…},"digest":"sha256:…","checksum":"sha256:…"}}
 */
export function* writePlanFile(plan: PlanDocument): Generator<string> {
  const hash = createHash('sha256');
  const { changes, ...header } = plan;
  for (const line of [header, ...changes]) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    yield text;
  }
  yield trailerLine({ changes: [...changes], digest: plan.digest, checksum: `sha256:${hash.digest('hex')}` });
}

/** The last line. The reader writes it again and compares, so that no byte of it can change either. */
export function trailerLine({ changes, digest, checksum }: PlanTrailer): string {
  const counts = { changes: changes.length, ...countActions(changes) };
  return `${JSON.stringify({ trailer: { counts, digest, checksum } })}\n`;
}

/** The bytes of a plan file, compressed when asked. */
export function planFileStream(plan: PlanDocument, options: { readonly gzip: boolean }): Readable {
  const plain = Readable.from(writePlanFile(plan), { objectMode: false });
  if (!options.gzip) return plain;
  const gzip = createGzip();
  plain.on('error', (failure) => gzip.destroy(failure));
  return plain.pipe(gzip);
}
