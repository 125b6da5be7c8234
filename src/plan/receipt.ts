import { createHash, createHmac } from 'node:crypto';
import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { changeText } from './digest.ts';

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
  /** Of the whole plan; not salted. */
  readonly digest: string;
  /** Hexadecimal, random: receipts of one plan have nothing in common but the digest. */
  readonly salt: string;
}

/** A receipt that was read: which changes somebody has seen. */
export interface Receipt extends ReceiptHeader {
  /** One `changeHash` for each reviewed change. */
  readonly hashes: ReadonlySet<string>;
}

/**
 * What was reviewed, without keeping it (DESIGN 6.2), line by line:
 *
 *     {"format":"interform-receipt/1",…,"salt":"…"}
 *     {"change":"…"}                                                one line for each change, in the order of the hashes
 *     {"trailer":{"changes":7,"checksum":"sha256:…"}}               the SHA-256 of all bytes before this line
 */
export function* writeReceipt(plan: PlanDocument, salt: string): Generator<string> {
  if (!SALT_PATTERN.test(salt)) throw new Error('a salt is at least 128 random bits in hexadecimal');
  const header: ReceiptHeader = {
    format: RECEIPT_FORMAT,
    tool: plan.tool,
    workspace: { id: plan.workspace.id },
    intercom_version: plan.intercom_version,
    environment: plan.environment,
    digest: plan.digest,
    salt,
  };
  // Sorted, so that not even the order of the plan is told.
  const hashes = plan.changes.map((change) => changeHash(change, salt)).sort();
  const hash = createHash('sha256');
  for (const line of [header, ...hashes.map((change) => ({ change }))]) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    yield text;
  }
  yield receiptTrailer(hashes.length, hash.digest('hex'));
}

/** The last line. The reader writes it again and compares, so that no byte of it can change either. */
export function receiptTrailer(changes: number, checksum: string): string {
  return `${JSON.stringify({ trailer: { changes, checksum: `sha256:${checksum}` } })}\n`;
}

/**
 * HMAC-SHA-256, keyed by the salt, over what the digest counts of a change: address, action, id and fields. What it requires is
 * a change of its own with a hash of its own.
 */
export function changeHash(change: Change, salt: string): string {
  return createHmac('sha256', salt).update(changeText(change)).digest('hex');
}
