import { createHash, randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import type { LockClock } from '../lock-clock.ts';
import { createExclusive } from './exclusive-file.ts';
import { type FoundLock, lockText, readLock } from './lock-content.ts';
import type { Machine } from './lock-process.ts';

export const CLAIM = '.claim';

/**
 * For how long the maker of a claim uses it: far longer than look and unlink take, shorter than the lease after which others
 * may remove the claim.
 */
const claimMs = 10_000;

/** `contended`: another process is about to remove it. */
export type Removal = 'unlinked' | 'gone' | 'contended';

export interface Remover {
  readonly machine: Machine;
  readonly clock: LockClock;
  /** Whether a lock or claim is nobody's any more. Once over, it stays over. */
  isOver(found: FoundLock): boolean;
}

/**
 * Removes a file if it holds this id, and never one that holds another.
 *
 * A file system cannot compare and delete in one step, so the right to delete the lock X is a file of its own, named after
 * X: its claim.
 *
 *     claim of X ──make, exclusively──▶ does the file still hold X? ──yes──▶ unlink it ──▶ unlink the claim
 *                                                 └────────────────no────────────────▶ unlink the claim
 *
 * There would be two holders only if a process found X in the file, and unlinked the file when it held Y. That cannot be:
 *
 * 1. Ids are random and a file is made exclusively, so a path that once held X and then does not never holds X again.
 * 2. Only the maker of the claim of X unlinks X, and between its look and its unlink its claim stands: a claim is unlinked
 * by
 *    its maker afterwards, or by a process that holds the claim of the claim because its maker is over, and a maker that is
 *    over unlinks nothing. So nobody else unlinks X between look and unlink, and the path holds X until the unlink: it cannot
 *    hold Y.
 * 3. A taker that judged X long ago and slept since may make the claim of X a second time, when X and its claim are gone. It
 *    then looks, finds no X (1), and leaves the file alone.
 * 4. Nothing is left behind for ever: a claim whose maker was killed is removed like a lock, by this same function. The
 *    recursion ends because each claim has its own id: each level needs another process killed between these few lines.
 *
 * A process of this machine that is gone is over for ever. A maker elsewhere counts as over once its claim was watched
 * standing for the lease; the maker looks at its own clock, which counts sleep, right before the unlink. What is left is a
 * machine that is suspended between that look and the system call below it, or a virtual machine whose clocks all stood
 * still.
 */
export async function removeHeld(path: string, id: string, remover: Remover): Promise<Removal> {
  const { clock, machine } = remover;
  const claimPath = join(dirname(path), claimName(id));
  const claimId = randomUUID();
  const { host, pid } = machine.self;
  const text = lockText({
    owner: { id: claimId, workspace: '', by: '', host, pid, since: 0 },
    process: machine.self,
    of: { file: basename(path), id },
  });
  const claimedAt = clock.held();
  while (!(await createExclusive(claimPath, text))) {
    const other = readLock(claimPath);
    if (other === undefined) continue;
    if (!remover.isOver(other)) return 'contended';
    if ((await removeHeld(claimPath, other.id, remover)) === 'contended') return 'contended';
  }
  const isFresh = () => clock.held() - claimedAt < claimMs;
  // Look and unlink without a turn of the event loop between them.
  const removal = !isFresh() ? 'contended' : unlinkIfHeld(path, id) ? 'unlinked' : 'gone';
  unlinkIfHeld(claimPath, claimId);
  return removal;
}

/** The name of the claim: the file that gives the right to remove the lock with this id. */
export function claimName(id: string): string {
  return `${createHash('sha256').update(id).digest('hex').slice(0, 32)}${CLAIM}`;
}

/**
 * A maker that is killed within its own unlink may be over before that unlink is done: then the file vanishes between look
 * and unlink here.
 */
function unlinkIfHeld(path: string, id: string): boolean {
  if (readLock(path)?.id !== id) return false;
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
  return true;
}
