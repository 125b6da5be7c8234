import { createHash, createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import { changeText } from '../digest.ts';
import { ChangeHashes } from './change-hashes.ts';

export const RECEIPT_FORMAT = 'interform-receipt/1';

/** 128 bits as hexadecimal digits: what a salt has at least. */
const SALT_PATTERN = /^[0-9a-f]{32,128}$/;

/** The header line: what the reviewed plan was, without anything of its people. */
export interface ReceiptHeader {
  readonly format: typeof RECEIPT_FORMAT;
  readonly tool: string;
  readonly workspace: { readonly id: string };
  readonly intercom_version: string;
  readonly environment: string | null;
  /** Of the whole plan, as `shownDigest` shows it; not salted. */
  readonly digest: string;
  /**
   * What the hashes are keyed with. `mask`: the secret of `mask_key_env`, so that nobody else can try guesses out. `salt`, also where
   * this is absent: the salt alone, so that everybody can who has the receipt.
   */
  readonly key?: ReceiptKey;
  /** Only where `key` is `mask`: tells another secret from changes that were not reviewed. */
  readonly key_check?: string;
  /** Hexadecimal, random: receipts of one plan have nothing in common but the digest. */
  readonly salt: string;
}

export type ReceiptKey = 'mask' | 'salt';

/** The value of the variable that `mask_key_env` names; undefined where it names none or that is empty. */
export type MaskSecret = string | undefined;

/** A receipt that was read: which changes somebody has seen. */
export interface Receipt extends ReceiptHeader {
  /** One `changeHash` for each reviewed change. */
  readonly hashes: { readonly size: number; has(hash: string): boolean };
}

/**
 * What was reviewed, without keeping it (design 6.2), line by line:
 *
 *     {"format":"interform-receipt/1",…,"salt":"…"}
 *     {"change":"…"}                                                one line for each change, in the order of the hashes
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
  // Sorted, so that not even the order of the plan is told.
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

/** The last line. The reader writes it again and compares, so that no byte of it can change either. */
export function receiptTrailer(changes: number, checksum: string): string {
  return `${JSON.stringify({ trailer: { changes, checksum: `sha256:${checksum}` } })}\n`;
}

/** What stands for a change in a receipt. */
export type ChangeHash = (change: Change) => string;

/** What separates the keys that one secret gives. */
const LABELS = {
  change: 'interform/receipt-change',
  digest: 'interform/plan-digest',
  check: 'interform/receipt-check',
};
const KEY_BYTES = 32;
const CHECK_DIGITS = 16;

/**
 * HMAC-SHA-256 over what the digest counts of a change: address, action, id and fields. What it requires is a change of its own with a
 * hash of its own. Keyed by the salt, or by HKDF-SHA-256 of the secret with that salt.
 */
export function changeHasher({ salt }: Pick<ReceiptHeader, 'salt'>, secret: MaskSecret): ChangeHash {
  const key = secret === undefined ? salt : derivedKey(secret, salt, LABELS.change);
  return (change) => createHmac('sha256', key).update(changeText(change)).digest('hex');
}

/**
 * The digest of a plan as it may be shown to everybody. Without a secret it is the digest itself, and a plan can be guessed from it as
 * a change can from a receipt; with one it is HMAC-SHA-256 of the digest, in the same form, the same for the same plan and secret.
 */
export function shownDigest(digest: string, secret: MaskSecret): string {
  if (secret === undefined) return digest;
  return `sha256:${createHmac('sha256', derivedKey(secret, '', LABELS.digest))
    .update(digest)
    .digest('hex')}`;
}

/** Whether a receipt was keyed with this secret. */
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
