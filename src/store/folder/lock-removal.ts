import { createHash, randomUUID } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { LockClock } from '../lock-clock.ts';
import { createExclusive } from './exclusive-file.ts';
import { type FoundLock, lockText, readLock } from './lock-content.ts';
import type { Machine } from './lock-process.ts';

export const CLAIM = '.claim';

/** Longer than looking and taking away last by far, shorter than the lease after which a claim is nobody's. */
const claimMs = 10_000;

/** `contended`: somebody else is about to take it away. */
export type Removal = 'removed' | 'gone' | 'contended';

export interface Remover {
  readonly machine: Machine;
  readonly clock: LockClock;
  /** Whether a lock or claim is nobody's any more. What is over stays over. */
  isOver(found: FoundLock): boolean;
}

/**
 * Takes a file away if it holds this id, and never another one.
 *
 * A file system cannot compare and delete in one step, so the right to delete the lock X is a file of its own, named after X: its claim.
 *
 *     claim of X ──make, exclusively──▶ does the file still hold X? ──yes──▶ unlink it ──▶ unlink the claim
 *                                                 └────────────────no────────────────▶ unlink the claim
 *
 * Two holders would need a file unlinked that holds Y by one who found X in it before. That cannot be:
 *
 * 1. Ids are random and a file is made exclusively, so a path that once held X and then does not never holds X again.
 * 2. Only the maker of the claim of X unlinks X, and between its look and its unlink its claim stands: a claim is unlinked by its maker
 *    afterwards, or by somebody who holds the claim of the claim because its maker is over, and who is over unlinks nothing.
 *    So nobody else unlinks X between look and unlink, and the path holds X until the unlink: it cannot hold Y.
 * 3. A taker that judged X long ago and slept since may make the claim of X a second time, when X and its claim are gone. It then looks,
 *    finds no X (1), and leaves the file alone.
 * 4. Nothing is left behind for ever: a claim whose maker was killed is taken away like a lock, by this same function. That its id is its
 *    own ends the recursion: each level needs another process killed between these few lines.
 *
 * "Over" is for ever for a process of this machine that is gone. A maker elsewhere counts as over once its claim stood for the lease
 * while it was watched; it looks at its own clock, which counts sleep, right before the unlink. What is left is a machine that is
 * suspended between that look and the system call below it, or a virtual machine whose clocks all stood still.
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
  const removal = !isFresh() ? 'contended' : unlinkIfHeld(path, id) ? 'removed' : 'gone';
  unlinkIfHeld(claimPath, claimId);
  return removal;
}

/** The file that gives the right to take away the lock of this id. */
export function claimName(id: string): string {
  return `${createHash('sha256').update(id).digest('hex').slice(0, 32)}${CLAIM}`;
}

/** A maker that is killed within its own unlink can be over before that is done: then the file is gone between look and unlink. */
function unlinkIfHeld(path: string, id: string): boolean {
  if (readLock(path)?.id !== id) return false;
  try {
    unlinkSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  return true;
}
