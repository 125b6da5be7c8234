import { createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import { changeText } from '../digest.ts';
import { ChangeHashes } from './change-hashes.ts';

export const RECEIPT_FORMAT = 'interform-receipt/1';

/** A salt has at least 128 bits, as hex digits. */
const SALT_PATTERN = /^[0-9a-f]{32,128}$/;

/** The header line: identifies the reviewed plan, and holds no personal data. */
export interface ReceiptHeader {
  readonly format: typeof RECEIPT_FORMAT;
  readonly tool: string;
  readonly workspace: { readonly id: string };
  readonly intercom_version: string;
  readonly environment: string | null;
  /** Digest of the whole plan, as `shownDigest` gives it. Not salted. */
  readonly digest: string;
  /**
   * What the hashes are keyed with. `mask`: the secret of `mask_key_env`, without which nobody can test guesses against the
   * hashes. `salt`, also the meaning where this is absent: only the salt, so that whoever has the receipt can test guesses.
   */
  readonly key?: ReceiptKey;
  /** Only where `key` is `mask`: tells a wrong secret from changes that were not reviewed. */
  readonly key_check?: string;
  /** Random hex digits, so that two receipts of one plan share nothing but the digest. */
  readonly salt: string;
}

export type ReceiptKey = 'mask' | 'salt';

/** The value of the variable that `mask_key_env` names; undefined where none is named or the variable is empty. */
export type MaskSecret = string | undefined;

/** A receipt that was read: which changes were reviewed. */
export interface Receipt extends ReceiptHeader {
  /** One `changeHash` for each reviewed change. */
  readonly hashes: { readonly size: number; has(hash: string): boolean };
}

/**
 * Writes down which changes were reviewed, without keeping their content (design 6.2), line by line:
 *
 *     {"format":"interform-receipt/1",…,"salt":"…"}
 *     {"change":"…"}                                                one line for each change, sorted by hash
 *     {"trailer":{"changes":7,"checksum":"sha256:…"}}               the SHA-256 of all bytes before this line
 */
export function* writeReceipt(plan: PlanDocument, salt: string, secret?: MaskSecret): Generator<string> {
  if (!SALT_PATTERN.test(salt)) throw new Error('a salt is at least 128 random bits in hexadecimal');
  const header: ReceiptHeader = {
    format: RECEIPT_FORMAT,
    tool: plan.tool,
    workspace: { id: plan.workspace.id },
    intercom_version: plan.intercom_version,
    environment: plan.environment,
    digest: shownDigest(plan.digest, secret),
    ...(secret === undefined ? { key: 'salt' } : { key: 'mask', key_check: keyCheck(salt, secret) }),
    salt,
  };
  // Sorted, so that not even the plan order is revealed.
  const hashes = new ChangeHashes();
  const hashOf = changeHasher({ salt }, secret);
  for (const change of plan.changes) hashes.add(hashOf(change));
  const hash = createHash('sha256');
  for (const line of linesOf(header, hashes)) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    yield text;
  }
  yield receiptTrailer(plan.changes.length, hash.digest('hex'));
}

function* linesOf(header: ReceiptHeader, hashes: ChangeHashes): Generator<unknown> {
  yield header;
  for (const change of hashes) yield { change };
}

/** The last line. The reader builds it again and compares, so that no byte of it can be changed unnoticed either. */
export function receiptTrailer(changes: number, checksum: string): string {
  return `${JSON.stringify({ trailer: { changes, checksum: `sha256:${checksum}` } })}\n`;
}

/** The hash of a change, as a receipt holds it. */
export type ChangeHash = (change: Change) => string;

/** Labels for the key derivation: one secret gives a different key for each purpose. */
const LABELS = {
  change: 'interform/receipt-change',
  digest: 'interform/plan-digest',
  check: 'interform/receipt-check',
};
const KEY_BYTES = 32;
const CHECK_DIGITS = 16;

/**
 * HMAC-SHA-256 over what the digest counts of a change: address, action, id and fields. What it requires is not hashed with it:
 * each required change has its own hash. The key is the salt, or derived from the secret and the salt by HKDF-SHA-256.
 */
export function changeHasher({ salt }: Pick<ReceiptHeader, 'salt'>, secret: MaskSecret): ChangeHash {
  const key = secret === undefined ? salt : derivedKey(secret, salt, LABELS.change);
  return (change) => createHmac('sha256', key).update(changeText(change)).digest('hex');
}

/**
 * The digest of a plan as it may be shown to everybody. With a secret it is HMAC-SHA-256 of the digest, in the same form, and
 * equal for equal plans and secrets. Without one it is the digest itself, against which guesses at the content of the plan can
 * be tested.
 */
export function shownDigest(digest: string, secret: MaskSecret): string {
  if (secret === undefined) return digest;
  return `sha256:${createHmac('sha256', derivedKey(secret, '', LABELS.digest))
    .update(digest)
    .digest('hex')}`;
}

/** Whether a receipt is keyed with this secret, told by its `key_check`. */
export function fitsSecret({ salt, key_check }: ReceiptHeader, secret: string): boolean {
  return key_check === keyCheck(salt, secret);
}

function keyCheck(salt: string, secret: string): string {
  const key = derivedKey(secret, salt, LABELS.check);
  return createHmac('sha256', key).digest('hex').slice(0, CHECK_DIGITS);
}

function derivedKey(secret: string, salt: string, label: string) {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, salt, label, KEY_BYTES)));
}
