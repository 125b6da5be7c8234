import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { absentOr, literal, matching, nullOr, object, string } from '../../types/shape.ts';
import { byteLines, LineTooLong } from '../file/byte-lines.ts';
import { hasOwn, jsonLine } from '../file/json-line.ts';
import { ChangeHashes } from './change-hashes.ts';
import { RECEIPT_FORMAT, type Receipt, type ReceiptHeader, receiptTrailer } from './receipt.ts';
import { receiptProblem } from './receipt-problem.ts';

export type ReadReceipt =
  | { readonly receipt: Receipt; readonly diagnostic?: undefined }
  | { readonly receipt?: undefined; readonly diagnostic: Diagnostic };

/** Far above any line of a receipt. */
const MAX_LINE_BYTES = 64 * 1024;

const DIGEST = matching(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits');

const headerShape = object({
  format: literal(RECEIPT_FORMAT),
  tool: string,
  workspace: object({ id: string }),
  intercom_version: string,
  environment: nullOr(string),
  digest: DIGEST,
  key: absentOr(literal('mask', 'salt')),
  key_check: absentOr(matching(/^[0-9a-f]{16}$/, '16 hexadecimal digits')),
  salt: matching(/^[0-9a-f]{32,128}$/, 'hexadecimal'),
});
const changeShape = object({ change: matching(/^[0-9a-f]{64}$/, '64 hexadecimal digits') });

/**
 * Reads a receipt and refuses every file that is not, byte for byte, what `writeReceipt` wrote. The checksum finds accidents
 * and careless edits, not forgery: who can write the file can approve. So it has to come from where only the review writes.
 * Rejects only when the bytes cannot be read.
 */
export async function readReceipt(chunks: AsyncIterable<Uint8Array>): Promise<ReadReceipt> {
  try {
    return await readLines(byteLines(chunks, MAX_LINE_BYTES));
  } catch (failure) {
    if (failure instanceof LineTooLong) return refused('receipt-foreign', failure.message);
    throw failure;
  }
}

async function readLines(lines: AsyncIterable<Buffer>): Promise<ReadReceipt> {
  const hash = createHash('sha256');
  const hashes = new ChangeHashes();
  let header: ReceiptHeader | undefined;
  let trailer: string | undefined;
  let count = 0;
  for await (const line of lines) {
    const ended = line.at(-1) === 0x0a;
    const parsed = jsonLine(line);
    if (header === undefined) {
      const problem = headerProblem(parsed, ended);
      if (problem !== undefined) return { diagnostic: problem };
      header = parsed as ReceiptHeader; // Its shape was checked.
      hash.update(line);
      continue;
    }
    if (trailer !== undefined) return refused('receipt-edited', 'something follows its end');
    if (!ended) return refused('receipt-truncated', `line ${count + 2} has no end`);
    if (hasOwn(parsed, 'trailer')) {
      trailer = line.toString('utf8');
      continue;
    }
    hash.update(line);
    count += 1;
    const problem = changeShape(parsed, '');
    if (problem !== undefined) return refused('receipt-edited', `line ${count + 1}: ${problem}`);
    hashes.add((parsed as { readonly change: string }).change); // Its shape was checked.
  }
  if (header === undefined) return refused('receipt-foreign', 'the file is empty');
  if (trailer === undefined) {
    return refused('receipt-truncated', `it ends after line ${count + 1} without its last line`);
  }
  if (trailer !== receiptTrailer(count, hash.digest('hex')) || hashes.size !== count) {
    return refused('receipt-edited', 'its last line does not fit the lines before');
  }
  return { receipt: { ...header, hashes } };
}

function headerProblem(parsed: unknown, ended: boolean): Diagnostic | undefined {
  const format = hasOwn(parsed, 'format') ? parsed.format : undefined;
  if (typeof format !== 'string' || !format.startsWith('interform-')) {
    return receiptProblem('receipt-foreign', 'it does not begin like one');
  }
  if (format !== RECEIPT_FORMAT) {
    if (/^interform-receipt\/\d+$/.test(format)) {
      return receiptProblem('receipt-newer', `it says ${format}, and this version knows ${RECEIPT_FORMAT}`);
    }
    const hint = format.startsWith('interform-plan/') ? ': a plan file is the argument of apply' : '';
    return receiptProblem(
      'receipt-foreign',
      `it says that it is ${JSON.stringify(format.slice(0, 60))}${hint}`,
    );
  }
  if (!ended) return receiptProblem('receipt-truncated', 'it ends within its first line');
  const problem = headerShape(parsed, '');
  return problem === undefined ? undefined : receiptProblem('receipt-edited', `line 1: ${problem}`);
}

function refused(code: Parameters<typeof receiptProblem>[0], detail: string): ReadReceipt {
  return { diagnostic: receiptProblem(code, detail) };
}
