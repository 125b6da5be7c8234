import type { Diagnostic } from '../types/diagnostic.ts';
import { sortOfReason } from '../types/reason-sort.ts';
import type { ChangeResult } from '../types/result.ts';
import { MOST_ADDRESSES, moreThan } from './samples.ts';

/** One sort of changes that were not made, or not for certain. */
interface Finding {
  readonly takes: (result: ChangeResult) => boolean;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** Wording for one change and for several. */
  readonly what: readonly [string, string];
  readonly help: string;
}

/** In the order in which they are reported. No result is of two sorts. */
const FINDINGS: readonly Finding[] = [
  {
    takes: ({ outcome, partly }) => outcome === 'failed' && partly !== true,
    code: 'change-failed',
    severity: 'error',
    what: ['failed', 'failed'],
    help: 'correct what the reason names, then apply again: it repeats nothing that is done',
  },
  {
    takes: ({ partly }) => partly === true,
    code: 'change-partly-written',
    severity: 'warning',
    what: ['is only partly written', 'are only partly written'],
    help: 'apply again: it makes the rest of them',
  },
  {
    takes: ({ outcome }) => outcome === 'unknown',
    code: 'change-unknown',
    severity: 'error',
    what: ['may or may not have been written', 'may or may not have been written'],
    help: 'apply again: it first looks for what this run may have created',
  },
  {
    takes: ({ outcome }) => outcome === 'stale',
    code: 'change-stale',
    severity: 'error',
    what: ['changed after the plan was made', 'changed after the plan was made'],
    help: 'make a new plan to see what Intercom holds now, then review and apply it',
  },
];

/** Changes with one reason, the first few by address. */
interface Group {
  readonly first: ChangeResult;
  readonly samples: string[];
  count: number;
}

/**
 * Gathers the changes that were not made: one diagnostic for each reason. Reasons that differ only in ids, numbers and quoted values
 * are joined. Of a group only the first few are held.
 */
export class FailedChanges {
  readonly #groups = FINDINGS.map((finding) => ({ finding, byReason: new Map<string, Group>() }));

  take(result: ChangeResult): void {
    const byReason = this.#groups.find(({ finding }) => finding.takes(result))?.byReason;
    if (byReason === undefined) return;
    const sort = sortOfReason(result.reason ?? '');
    let group = byReason.get(sort);
    if (group === undefined) {
      group = { first: result, samples: [], count: 0 };
      byReason.set(sort, group);
    }
    group.count += 1;
    if (group.samples.length < MOST_ADDRESSES) group.samples.push(result.address);
  }

  findings(): readonly Diagnostic[] {
    return this.#groups.flatMap(({ finding, byReason }) =>
      Array.from(byReason.values(), (group) => diagnosticOf(group, finding)),
    );
  }
}

function diagnosticOf(
  { first, samples, count }: Group,
  { code, severity, what: [ofOne, ofMany], help }: Finding,
): Diagnostic {
  const { address, reason = '' } = first;
  const requestId = first.request_id === undefined ? {} : { request_id: first.request_id };
  if (count === 1)
    return { code, severity, summary: `${address} ${ofOne}`, detail: reason, help, address, ...requestId };
  const detail = `${samples.join(', ')}${moreThan(samples, count)}; the first: ${reason}`;
  return { code, severity, summary: `${count} changes ${ofMany}`, detail, help, ...requestId };
}
