import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { readReceipt } from '../plan/receipt/read-receipt.ts';
import { type MaskSecret, type Receipt, writeReceipt } from '../plan/receipt/receipt.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import type { PlanDocument } from '../types/plan.ts';
import { writeWholeFile } from './whole-file.ts';

const saltBytes = 32;

/**
 * Writes a receipt with a new salt, keyed if there is a secret. It contains no personal data, so everybody may read it; but
 * without a secret, guesses can be tested against it.
 */
export async function saveReceipt(plan: PlanDocument, file: string, secret: MaskSecret): Promise<void> {
  const salt = randomBytes(saltBytes).toString('hex');
  await writeWholeFile(file, Readable.from(writeReceipt(plan, salt, secret), { objectMode: false }), 0o644);
}

/** Reads and checks a receipt. `shown`: the path as the user typed it. */
export async function loadReceipt(
  file: string,
  shown: string,
): Promise<{ readonly receipt: Receipt } | { readonly diagnostic: Diagnostic }> {
  try {
    const read = await readReceipt(createReadStream(file));
    if (read.receipt !== undefined) return { receipt: read.receipt };
    return { diagnostic: { ...read.diagnostic, file: shown } };
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return {
      diagnostic: {
        code: 'unreadable-receipt',
        severity: 'error',
        summary: code === 'ENOENT' ? 'there is no such receipt' : 'the receipt cannot be read',
        detail: code === 'ENOENT' ? shown : code,
        help: 'give the file that interform plan --receipt wrote, or the digest as sha256:…',
        file: shown,
      },
    };
  }
}
