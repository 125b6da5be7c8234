import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import { fitsSecret, type MaskSecret, shownDigest } from './receipt/receipt.ts';
import { receiptProblem } from './receipt/receipt-problem.ts';
import {
  type NamedReceipt,
  type ReviewedBy,
  type ReviewedChanges,
  reviewedChanges,
} from './receipt/reviewed.ts';

/** What was reviewed, as `--expect` and `--within` say it. */
export type Expectation =
  | { readonly form: 'digest'; readonly digest: string }
  | ({ readonly form: 'receipts' } & ReviewedBy);

/** Which changes of a plan were reviewed, and what to report about the rest. */
export interface Expected {
  /** Address → why this change is not run. */
  readonly left: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** An error that stops the whole run. */
  readonly refusal?: Diagnostic;
  /** The error to report where no change of the plan is left to run. */
  nothing?(plan: Pick<PlanDocument, 'changes'>): Diagnostic;
}

/** How many addresses, or receipts, a message lists. */
const SAMPLES = 3;
const REVIEW = 'review the plan as it is now: interform plan --receipt FILE';

interface Expecting {
  readonly expect: Expectation | undefined;
  readonly secret: MaskSecret;
  /** The digest of the plan that `--limit` leaves, as `plan --limit` shows it; without a limit the digest of the plan. */
  readonly limited: string;
}

/** Compares a plan with what was reviewed. An empty plan passes whatever was expected (design 6.2). */
export function expectedChanges(plan: PlanDocument, { expect, secret, limited }: Expecting): Expected {
  const everything: Expected = { left: new Map(), diagnostics: [] };
  if (expect === undefined || plan.changes.length === 0) return everything;
  if (expect.form === 'receipts') return receivedChanges(plan, expect, secret);
  // --json prints the plain digest, the other formats the keyed one: take both.
  const known = [plan.digest, limited].flatMap((digest) => [digest, shownDigest(digest, secret)]);
  if (known.includes(expect.digest)) return everything;
  // The changes stay in the plan, so that its guards are those of the plan that is shown.
  return { ...everything, refusal: otherDigest(expect.digest, shownDigest(limited, secret)) };
}

function receivedChanges(plan: PlanDocument, by: ReviewedBy, secret: MaskSecret): Expected {
  const all = by.within === undefined ? by.receipts : [...by.receipts, by.within];
  const foreign = all.flatMap((one) => foreignReceipt(plan, one, secret) ?? []);
  if (foreign.length > 0) return { left: new Map(), diagnostics: foreign };
  const reviewed = reviewedChanges(plan.changes, by, secret);
  const { left } = reviewed;
  if (left.size === 0) return { left, diagnostics: [] };
  const nothing = (rest: Pick<PlanDocument, 'changes'>) => nothingReviewed(rest, by, reviewed);
  return { left, diagnostics: [notReviewed(plan, by, reviewed)], nothing };
}

/** The error where a receipt belongs to another workspace, environment or API version, or is keyed with another secret. */
function foreignReceipt(
  plan: PlanDocument,
  { file, receipt }: NamedReceipt,
  secret: MaskSecret,
): Diagnostic | undefined {
  const problem = (code: Parameters<typeof receiptProblem>[0], detail: string) => ({
    ...receiptProblem(code, detail),
    file,
  });
  if (receipt.workspace.id !== plan.workspace.id) {
    const detail = `it is for ${receipt.workspace.id}, the token opens ${plan.workspace.id} (${plan.workspace.name})`;
    return problem('receipt-workspace', detail);
  }
  if (receipt.environment !== plan.environment) {
    const detail = `it is for ${receipt.environment ?? 'no environment'}, this run for ${plan.environment ?? 'no environment'}`;
    return problem('receipt-environment', detail);
  }
  if (receipt.intercom_version !== plan.intercom_version) {
    const detail = `it is for ${receipt.intercom_version}, this run uses ${plan.intercom_version}`;
    return problem('receipt-intercom-version', detail);
  }
  if (receipt.key !== 'mask') return undefined;
  if (secret === undefined) return problem('receipt-key', 'there is no mask key here');
  if (!fitsSecret(receipt, secret)) return problem('receipt-key', 'the mask key here is another one');
  return undefined;
}

function nothingReviewed(
  { changes }: Pick<PlanDocument, 'changes'>,
  by: ReviewedBy,
  { counts }: ReviewedChanges,
): Diagnostic {
  const total = changes.length;
  const isOne = by.within === undefined && by.receipts.length === 1;
  return {
    code: 'unexpected-plan',
    severity: 'error',
    summary:
      counts.within === 0
        ? 'none of the changes was reviewed'
        : 'none of the changes is both, reviewed and in the receipt of --within',
    detail: isOne
      ? `the plan holds ${total}, and the receipt none of them`
      : `the plan holds ${total}: ${shares(counts)}`,
    help: REVIEW,
  };
}

function otherDigest(expected: string, digest: string): Diagnostic {
  return {
    code: 'unexpected-plan',
    severity: 'error',
    summary: 'the plan is not the one that was reviewed',
    detail: `expected ${expected}, and the plan is ${digest}`,
    help: `${REVIEW}; with a receipt, apply --expect FILE runs what was reviewed and leaves the rest; what was planned with --limit N is applied with the same`,
  };
}

function notReviewed(
  plan: PlanDocument,
  by: ReviewedBy,
  { left, counts, gone }: ReviewedChanges,
): Diagnostic {
  const samples = [...left].slice(0, SAMPLES).map(([address, why]) => `${address}: ${why}`);
  const more = left.size > SAMPLES ? `; and ${left.size - SAMPLES} more` : '';
  const [are, them] = left.size === 1 ? ['is', 'it'] : ['are', 'them'];
  const isOne = by.within === undefined && by.receipts.length === 1;
  const why = isOne ? `the receipt does not hold ${them}` : shares(counts);
  return {
    code: 'not-reviewed',
    severity: 'warning',
    summary: `${left.size} of ${plan.changes.length} changes ${are} not run: ${why}`,
    detail: `${samples.join('; ')}${more}${goneWords(by.receipts, gone)}`,
    help: REVIEW,
  };
}

/** How many changes each flag leaves out, in words. */
function shares({ expect, within, need }: ReviewedChanges['counts']): string {
  const is = (count: number) => `${count} ${count === 1 ? 'is' : 'are'}`;
  return [
    ...(expect > 0 ? [`${is(expect)} in no receipt of --expect`] : []),
    ...(within > 0 ? [`${is(within)} not in that of --within`] : []),
    ...(need > 0 ? [`${need} ${need === 1 ? 'needs' : 'need'} one that is left out`] : []),
  ].join(', ');
}

function goneWords(receipts: readonly NamedReceipt[], gone: readonly number[]): string {
  const of = receipts.flatMap(({ file }, index) => {
    const count = gone[index] ?? 0;
    return count > 0 ? [{ file, count }] : [];
  });
  const [first] = of;
  if (first === undefined) return '';
  if (receipts.length === 1)
    return `; of what was reviewed, ${first.count} ${first.count === 1 ? 'is' : 'are'} no longer in the plan`;
  const named = of.slice(0, SAMPLES).map(({ file, count }) => `${count} of ${file}`);
  const more = of.length > SAMPLES ? ` and of ${of.length - SAMPLES} more receipts` : '';
  return `; no longer in the plan: ${named.join(', ')}${more}`;
}
