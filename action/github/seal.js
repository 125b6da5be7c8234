// What a plan says of itself beside its receipt: which pull request, base, head, run and attempt it was made for. It is no proof: it
// stands in an artifact, which only the run could make, and everything that GitHub knows of that run is compared with it.
import { createHash } from 'node:crypto';

export const SEAL_FORMAT = 'interform-seal/1';

/** Exit codes of a plan that can be approved. */
const APPROVABLE = [0, 2];

/**
 * @typedef {{ format: string, repository: string, workflow: string, event: string, run: number, attempt: number, subject: string,
 *   pull: number | null, base: string | null, base_sha: string | null, head: string, digest: string | null, receipt: string | null,
 *   exit: number, allowed: readonly { verb: string, limit: number, how: string, by: string, at: string, id: number }[] }} Seal
 */

/**
 * Pure. `receipt` is the bytes of the receipt, undefined where there is none; `pull` the pull request of the event.
 * @returns {Seal}
 */
export function sealOf({ run, subject, pull, head, exit, receipt, allowed }) {
  const approved = APPROVABLE.includes(exit) ? receipt : undefined;
  return {
    format: SEAL_FORMAT,
    ...run,
    subject,
    pull: pull?.number ?? null,
    base: pull?.base.ref ?? null,
    base_sha: pull?.base.sha ?? null,
    head,
    digest: approved === undefined ? null : digestIn(approved),
    receipt: approved === undefined ? null : hashOf(approved),
    exit,
    allowed,
  };
}

/** The seal that a text is; undefined for another text. */
export function readSeal(text) {
  let seal;
  try {
    seal = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isSeal =
    seal?.format === SEAL_FORMAT &&
    Number.isSafeInteger(seal.run) &&
    Number.isSafeInteger(seal.attempt) &&
    Number.isSafeInteger(seal.exit) &&
    Array.isArray(seal.allowed);
  return isSeal ? seal : undefined;
}

/** What of a seal is not as it has to be, as words; undefined where all is. */
export function otherThan(seal, expected) {
  for (const [name, value] of Object.entries(expected))
    if (seal[name] !== value)
      return `its seal says ${name} ${JSON.stringify(seal[name] ?? null)}, not ${JSON.stringify(value)}`;
  return undefined;
}

export function hashOf(bytes) {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The digest of the plan that a receipt is of; undefined where it is no receipt. Whether it is whole, apply --expect finds out. */
export function digestIn(bytes) {
  try {
    const { format, digest } = JSON.parse(Buffer.from(bytes).toString('utf8').split('\n', 1)[0]);
    return /^interform-receipt\/\d+$/.test(format) && /^sha256:[0-9a-f]{64}$/.test(digest)
      ? digest
      : undefined;
  } catch {
    return undefined;
  }
}
