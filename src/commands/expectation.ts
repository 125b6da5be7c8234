import { resolve } from 'node:path';
import type { Expectation } from '../plan/expected.ts';
import type { NamedReceipt } from '../plan/receipt/reviewed.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { UsageError, usageError } from './usage.ts';

/** A digest in the form that `plan` prints. */
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The flags that name what was reviewed. */
export interface ExpectFlags {
  readonly expect?: readonly string[] | undefined;
  readonly within?: string | undefined;
}

/**
 * Reads the values of `--expect` and `--within`: one digest, or paths of receipts. Throws a UsageError with everything that is
 * wrong. An empty value is an error too: it may come from a variable that is not set, and must not mean that every plan is
 * expected.
 */
export async function expectationOf(
  { expect = [], within }: ExpectFlags,
  cwd: string,
): Promise<Expectation | undefined> {
  const findings = [
    ...expect.flatMap((written) => problemOf('--expect', written) ?? []),
    ...(within === undefined ? [] : [problemOf('--within', within) ?? []].flat()),
  ];
  if (within !== undefined && expect.length === 0) findings.push(WITHIN_NOTHING);
  const digests = expect.filter(isDigest);
  if (digests.length > 0 && (expect.length > 1 || within !== undefined)) findings.push(DIGEST_ALONE);
  if (within !== undefined && isDigest(within)) findings.push(WITHIN_DIGEST);
  if (findings.length > 0) throw new UsageError(findings);
  const [digest] = digests;
  if (digest !== undefined) return { form: 'digest', digest: digest.trim().toLowerCase() };
  if (expect.length === 0) return undefined;
  const loaded = await Promise.all(
    [...expect, ...(within === undefined ? [] : [within])].map((written) => receiptOf(written, cwd)),
  );
  const receipts = loaded.flatMap((one) => ('receipt' in one ? [one] : []));
  const unread = loaded.flatMap((one) => ('diagnostic' in one ? [one.diagnostic] : []));
  if (unread.length > 0) throw new UsageError(unread);
  return {
    form: 'receipts',
    receipts: receipts.slice(0, expect.length),
    ...(within === undefined ? {} : { within: receipts.at(-1) }),
  };
}

async function receiptOf(
  file: string,
  cwd: string,
): Promise<NamedReceipt | { readonly diagnostic: Diagnostic }> {
  const { loadReceipt } = await import('../app/receipt-file.ts');
  const loaded = await loadReceipt(resolve(cwd, file), file);
  return 'diagnostic' in loaded ? loaded : { file, receipt: loaded.receipt };
}

function problemOf(flag: string, written: string): Diagnostic | undefined {
  if (written.trim() === '') return badExpectation(`${flag} is neither a receipt nor a digest`);
  if (!isDigest(written) || DIGEST.test(written.trim().toLowerCase())) return undefined;
  return badExpectation(`${flag} ${written} is not a complete digest`);
}

/** Whether a value was meant as a digest, even if it is not a valid one. */
function isDigest(written: string): boolean {
  return /^sha-?256\b/i.test(written) || /^[0-9a-f]{64}$/i.test(written);
}

function badExpectation(summary: string): Diagnostic {
  const help =
    'give the file that interform plan --receipt wrote, or the whole digest as sha256: and 64 digits';
  return usageError('bad-flag-value', summary, help);
}

const DIGEST_ALONE = usageError(
  'bad-flag-value',
  'a digest cannot be combined with others: it stands for one whole plan',
  'give --expect one digest, or the receipts that plan --receipt wrote',
);
const WITHIN_NOTHING = usageError(
  'flag-without-effect',
  '--within has no effect without --expect',
  'name what was reviewed with --expect RECEIPT; for a single receipt you do not need --within',
);
const WITHIN_DIGEST = usageError(
  'bad-flag-value',
  '--within takes a receipt, not a digest',
  'give the file that interform plan --receipt wrote',
);
