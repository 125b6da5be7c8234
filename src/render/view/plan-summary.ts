import type { PlanDocument } from '../../types/plan.ts';
import type { Mask } from '../mask/mask.ts';
import { thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { leftOutWords } from './left-out-words.ts';
import { leavesOpen, matchesLive } from './plan-words.ts';

/** The last line of a plan in every format (design 6.3); what is rare is named only where there is some. */
export function lastLine(plan: PlanDocument, mask?: Mask): string {
  const open = leavesOpen(plan) ? ' Not all that is declared was compared.' : '';
  return `${sentence(plan, mask)}${open}${leftOutSentence(plan)}${narrowed(plan)}`;
}

/** ` 482 of 503 rows were left out.`, or nothing. */
function leftOutSentence({ left_out }: PlanDocument): string {
  return left_out === undefined ? '' : ` ${leftOutWords(left_out)}.`;
}

/** Whether flags kept changes out of the plan. */
function narrowed({ filtered, limited }: PlanDocument): string {
  const words = [...(filtered === true ? ['filtered'] : []), ...(limited === true ? ['limited'] : [])];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function sentence(plan: PlanDocument, mask: Mask | undefined): string {
  const { summary } = plan;
  const skipped = summary.skipped > 0 ? [`${thousands(summary.skipped)} skipped`] : [];
  const blocked = summary.blocked > 0 ? [`${thousands(summary.blocked)} blocked`] : [];
  // With --limit, what was left out may still differ.
  if (matchesLive(plan) && plan.limited !== true) {
    const rest = skipped.length > 0 ? ` ${skipped[0]}.` : '';
    const { name } = plan.workspace;
    if (plan.undoes !== undefined)
      return `No changes. Nothing of run ${plan.undoes} is left to take back.${rest}`;
    return `No changes. Workspace ${inert(mask?.text(name) ?? name)} matches the manifests.${rest}`;
  }
  const planned = [
    `${thousands(summary.create)} to create`,
    `${thousands(summary.update)} to update`,
    `${thousands(summary.convert)} to convert`,
    `${thousands(summary.merge)} to merge`,
    `${thousands(summary.archive)} to archive`,
    ...((summary.delete ?? 0) > 0 ? [`${thousands(summary.delete ?? 0)} to delete`] : []),
    ...(summary.unarchive > 0 ? [`${thousands(summary.unarchive)} to unarchive`] : []),
  ];
  const standing = [`${thousands(summary.unchanged)} unchanged`, ...skipped, ...blocked];
  return `Plan: ${planned.join(', ')}. ${standing.join(', ')}.`;
}
