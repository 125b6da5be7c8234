import type { Change } from '../../src/types/change.ts';
import type { PlanDocument, Summary } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const NOTHING: Summary = {
  create: 0,
  update: 0,
  convert: 0,
  merge: 0,
  archive: 0,
  unarchive: 0,
  unchanged: 0,
  skipped: 0,
  blocked: 0,
};

export function sampleChange(change: Partial<Change> & Pick<Change, 'address' | 'action'>): Change {
  return {
    kind: change.address.split('/')[0] ?? '',
    id: change.action === 'create' ? null : '66b1',
    requires: [],
    irreversible: false,
    reason: 'declared, not live',
    notes: [],
    also: [],
    fields: {},
    source: { file: 'migrations/0002-contacts.yaml', line: 14 },
    ...change,
  };
}

/** A plan for Acme; the summary counts the changes. */
export function samplePlan(
  changes: readonly Change[],
  plan: Partial<Omit<PlanDocument, 'summary' | 'changes'>> & { summary?: Partial<Summary> } = {},
): PlanDocument {
  const counts: Record<string, number> = {};
  for (const change of changes) counts[change.action] = (counts[change.action] ?? 0) + 1;
  return {
    format: 'interform-plan/1',
    tool: '0.1.0',
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    intercom_version: '2.16',
    environment: null,
    manifests: { digest: DIGEST, version: '0002' },
    digest: DIGEST,
    guards: [],
    cost: { reads: 5, writes: 12, seconds: 1 },
    diagnostics: [],
    ...plan,
    changes,
    summary: { ...NOTHING, ...counts, ...plan.summary },
  };
}

export function sampleResult(result: Partial<ResultDocument> = {}): ResultDocument {
  const outcomes = { done: 0, already: 0, failed: 0, stale: 0, skipped: 0, unknown: 0, not_attempted: 0 };
  for (const one of result.results ?? []) outcomes[one.outcome]++;
  return {
    format: 'interform-result/1',
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    digest: DIGEST,
    exit: 0,
    summary: outcomes,
    requests: { reads: 5, writes: 9, retried: 1 },
    results: [],
    diagnostics: [],
    ...result,
  };
}

export const mergeOfAda = sampleChange({
  address: 'merge/6657add4',
  action: 'merge',
  irreversible: true,
  reason: 'the lead is declared to be customer-9001',
  fields: { into: { after: 'contact/beta/customer-9001' }, email: { before: null, after: 'ada@acme.test' } },
});
