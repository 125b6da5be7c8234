import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Changes, PlanDocument } from '../../types/plan.ts';
import { type ActionCounts, ActionTally, isWritten, writtenLine } from './written-changes.ts';

/** Size of the pieces that `writePlanFile` yields. */
const PIECE_CHARACTERS = 64 * 1024;

/** The header line: the plan document without its changes. */
export type PlanHeader = Omit<PlanDocument, 'changes'>;

/** The content of the last line. `checksum` is the SHA-256 of all bytes before that line. */
export interface PlanTrailer {
  readonly actions: ActionCounts;
  readonly digest: string;
  readonly checksum: string;
}

/**
 * The plan as JSON Lines (design 6.2), in pieces of whole lines or of bytes:
 *
 *     {"format":"interform-plan/1",…}                                       the document without its changes
 *     {"address":"tag/vip",…}                                               one line for each change
 *     {"trailer":{"counts":{"changes":7,…},"digest":"sha256:…","checksum":"sha256:…"}}
 */
export function* writePlanFile(plan: PlanDocument): Generator<string | Uint8Array> {
  const hash = createHash('sha256');
  const { changes, ...header } = plan;
  const actions = new ActionTally();
  const pieces: Iterable<string | Uint8Array> = isWritten(changes)
    ? changes.pieces()
    : linesOf(changes, actions);
  for (const piece of chained(header, pieces)) {
    hash.update(piece);
    yield piece;
  }
  const counts = isWritten(changes) ? changes.actions : actions.counts;
  yield trailerLine({ actions: counts, digest: plan.digest, checksum: `sha256:${hash.digest('hex')}` });
}

function* linesOf(changes: Changes, actions: ActionTally): Generator<string> {
  let text = '';
  for (const change of changes) {
    actions.take(change);
    text += writtenLine(change);
    if (text.length < PIECE_CHARACTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* chained(header: PlanHeader, pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  yield `${JSON.stringify(header)}\n`;
  yield* pieces;
}

/** The last line. The reader builds it again and compares, so that no byte of it can be changed unnoticed either. */
export function trailerLine({ actions, digest, checksum }: PlanTrailer): string {
  const changes = Object.values(actions).reduce((sum, count) => sum + count, 0);
  return `${JSON.stringify({ trailer: { counts: { changes, ...actions }, digest, checksum } })}\n`;
}

export function planFileStream(plan: PlanDocument, options: { readonly gzip: boolean }): Readable {
  const plain = Readable.from(writePlanFile(plan), { objectMode: false });
  if (!options.gzip) return plain;
  const gzip = createGzip();
  plain.on('error', (failure) => gzip.destroy(failure));
  return plain.pipe(gzip);
}
