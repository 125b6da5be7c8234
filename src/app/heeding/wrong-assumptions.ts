import { kindOfChange } from '../../kinds/index.ts';
import type { Change } from '../../types/change.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';
import type { PlanDocument } from '../../types/plan.ts';

type Found = WorkspaceFacts['found'];

/** An assumption that steps rest on which take something away. */
interface Assumption {
  readonly isWrong: (found: Found) => boolean;
  readonly restsOn: (change: Change) => boolean;
  readonly finding: Pick<Diagnostic, 'code' | 'summary' | 'detail' | 'help'>;
}

const PROBE_AGAIN = 'If Intercom has changed, probe again';

const ASSUMPTIONS: readonly Assumption[] = [
  {
    isWrong: (found) => found.option_update === 'appended',
    restsOn: (change) => change.kind === 'attribute' && dropsOptions(change),
    finding: {
      code: 'options-stay',
      summary: 'options would not go: an update of this workspace only adds some',
      detail: 'a probe found that options which an update does not name stay',
      help: `declare the option, or take it out by hand in the settings of Intercom. ${PROBE_AGAIN}`,
    },
  },
  {
    isWrong: (found) => found.unarchive_attribute === 'refused',
    restsOn: (change) => change.kind === 'attribute' && change.action === 'archive',
    finding: {
      code: 'archived-for-good',
      summary: 'the attribute could not be brought back: this workspace refuses to unarchive',
      detail:
        'a probe found that an archived attribute stays archived, so neither undo nor a later manifest could take it back',
      help: `keep the attribute, or archive it by hand in the settings of Intercom. ${PROBE_AGAIN}`,
    },
  },
  {
    isWrong: (found) => found.merged_get === 404,
    restsOn: (change) => (kindOfChange(change).erases?.(change).length ?? 0) > 0,
    finding: {
      code: 'merges-unseen',
      summary:
        'nobody could say that the person is gone: this workspace does not tell merged contacts from missing ones',
      detail:
        'a probe found that a merged contact answers 404, so somebody who is merged right before would count as deleted, and live on in another contact',
      help: `look the person up in Intercom and delete them there. ${PROBE_AGAIN}`,
    },
  },
];

/** The changes that rest on a wrong assumption, as errors: such a plan is not applied, unless they are left out. */
export function wrongAssumptions(
  { found }: WorkspaceFacts,
  changes: Iterable<Change>,
): readonly Diagnostic[] {
  const wrong = ASSUMPTIONS.filter(({ isWrong }) => isWrong(found));
  if (wrong.length === 0) return [];
  const findings: Diagnostic[] = [];
  for (const change of changes)
    for (const { restsOn, finding } of wrong)
      if (restsOn(change))
        findings.push({ ...finding, severity: 'error', address: change.address, ...(change.source ?? {}) });
  return findings;
}

/** A plan with more findings. */
export function withFindings(plan: PlanDocument, findings: readonly Diagnostic[]): PlanDocument {
  return findings.length === 0 ? plan : { ...plan, diagnostics: [...plan.diagnostics, ...findings] };
}

function dropsOptions(change: Change): boolean {
  return (kindOfChange(change).guards.drop_option?.(change) ?? 0) > 0;
}
