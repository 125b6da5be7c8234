import { resolve } from 'node:path';
import type { Expectation } from '../plan/selection.ts';
import { UsageError, usageError } from './usage.ts';

/** A digest as `plan` prints it. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads the value of `--expect`: a digest, or the path of a receipt. Throws a UsageError for anything else, an empty value too: it
 * may be a variable that is not set, and must not mean that everything is expected.
 */
export async function expectationOf(
  written: string | undefined,
  cwd: string,
): Promise<Expectation | undefined> {
  if (written === undefined) return undefined;
  if (written.trim() === '') throw badExpectation('--expect names neither a receipt nor a digest');
  if (/^sha-?256\b/i.test(written) || /^[0-9a-f]{64}$/i.test(written)) {
    const digest = written.trim().toLowerCase();
    if (DIGEST.test(digest)) return { form: 'digest', digest };
    throw badExpectation(`--expect ${written} is no whole digest`);
  }
  const { loadReceipt } = await import('../app/receipt-file.ts');
  const loaded = await loadReceipt(resolve(cwd, written), written);
  if ('diagnostic' in loaded) throw new UsageError([loaded.diagnostic]);
  return { form: 'receipt', receipt: loaded.receipt };
}

function badExpectation(summary: string): UsageError {
  const help =
    'give the file that interform plan --receipt wrote, or the whole digest as sha256: and 64 digits';
  return new UsageError([usageError('bad-flag-value', summary, help)]);
}
