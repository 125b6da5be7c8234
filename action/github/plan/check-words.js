// What the check on a commit says of its plan. It is for people and for rules that require it; apply does not read it. Pure.

const TITLES = { 0: 'No changes', 2: 'Changes to review', 5: 'Blocked by a guard' };
/** Why there is no plan, and nothing is wrong. */
const SKIPPED = {
  untouched: { conclusion: 'success', title: 'Changes nothing of this project' },
  dependabot: { conclusion: 'neutral', title: 'Not planned: a run of Dependabot has no secrets' },
  'no-token': { conclusion: 'neutral', title: 'Not planned: this run has no token of Intercom' },
};

/** A word for a pull request that showed a plan before: that plan is no longer what would be applied. */
export function skippedWords(skip) {
  return `### ${SKIPPED[skip].title}\n\nNothing of this commit is applied.`;
}

/**
 * @param {{ exit: string, skip: string, digest: string, event: string, counts: string | undefined, run: string, report: string }} facts
 *   `exit` is empty where the plan did not come to an end; `run` and `report` are links.
 */
export function checkWords({ exit, skip, digest, event, counts, run, report }) {
  const { conclusion, title } = SKIPPED[skip] ?? {
    conclusion: exit === '0' || exit === '2' ? 'success' : 'failure',
    title: titleOf(exit, counts),
  };
  const isQueue = event === 'merge_group';
  return {
    conclusion,
    title: isQueue ? `Merge queue, approves nothing: ${title}` : title,
    summary: [
      digest === '' ? 'There is no plan to approve.' : `Digest of the plan: \`${digest}\``,
      ...(isQueue
        ? ['This is what will land. It approves nothing: what the pull requests showed does.']
        : []),
      ...(report === '' ? [] : [`[Full report](${report})`]),
      `[Run](${run})`,
    ].join('\n\n'),
  };
}

function titleOf(exit, counts) {
  if (exit === '') return 'The plan did not run';
  if (exit === '2' && counts !== undefined) return counts;
  return TITLES[exit] ?? `Errors (exit ${exit})`;
}
