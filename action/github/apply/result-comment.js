// What an apply says to a pull request whose plan it came from. Pure.
import { inert } from '../talk/inert.js';
import { headOf, MOST_CHARACTERS } from '../talk/standing.js';

/** By the exit code of apply; empty: it did not begin. */
const TITLES = {
  0: 'Applied',
  1: 'Not applied: an error',
  3: 'Applied in part',
  4: 'Not applied: it is no longer the plan that was approved',
  5: 'Not applied: blocked',
  6: 'Not applied: another apply holds the lock',
};

/**
 * @param {{ mark: string, commit: string, environment: string, exit: string, counts: string | undefined, refused: string,
 *   reason: string, others: readonly number[], report: string, run: string }} facts `refused`: why nothing was run; `reason`: why
 *   the receipt of this very pull request was not taken; both empty where all went well. `others`: pull requests that were applied
 *   together with this one.
 */
export function resultComment(markdown, facts) {
  const { mark, commit, environment, exit, counts, refused, reason, others, report, run } = facts;
  const isRefused = refused !== '';
  const title = isRefused ? 'Nothing was applied' : (TITLES[exit] ?? 'The apply did not come to an end');
  const links = [...(report === '' ? [] : [`**[Report](${report})**`]), `[run](${run})`].join(' · ');
  const first = [
    ...headOf(mark, commit),
    `**${title}**${environment === '' ? '' : ` · ${inert(environment)}`}${isRefused || counts === undefined ? '' : ` · ${counts}`}`,
    '',
    links,
    '',
    ...(reason === '' ? [] : [`The receipt of this pull request was not taken: ${inert(reason)}.`, '']),
    ...(isRefused ? [inert(refused), ''] : []),
    ...(others.length === 0
      ? []
      : [`Applied together with ${others.map((one) => `#${one}`).join(', ')}.`, '']),
  ];
  const foot = ['', `<sub>Apply of ${commit}</sub>`];
  const body = [...first, ...(isRefused ? [] : [markdown]), ...foot].join('\n');
  if (body.length <= MOST_CHARACTERS) return body;
  return [
    ...first,
    `**The result is too long for a comment: [the summary of the run](${run}) holds it.**`,
    ...foot,
  ].join('\n');
}
