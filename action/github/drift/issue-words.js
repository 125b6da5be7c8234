// What drift does to the issue of a project's environment. Pure.
//
//                 │ none is open │ one of this very drift │ one of other drift
//   drift         │ open one     │ leave it               │ update it, with a word
//   none any more │              │ close it, with a word  │ close it, with a word
//   an error      │ nothing is known: leave everything as it is
import { headOf, MOST_CHARACTERS } from '../talk/standing.js';

/** Exit codes of plan that say that something differs: changes, also where a guard blocks them. */
const DRIFT = ['2', '5'];
/** What GitHub takes is 256. */
const TITLE_CHARACTERS = 200;

/**
 * @param {readonly { number: number, body: string | null, pull_request?: object, user: { login: string } | null }[]} issues open ones
 * @returns {{ verb: 'open' } | { verb: 'update' | 'leave', issue: object } | { verb: 'close', issues: object[] } | { verb: 'unknown' }}
 */
export function decide(issues, { mark, login, exit, of }) {
  const ours = issues
    .filter(
      ({ user, body, pull_request }) =>
        pull_request === undefined && user?.login === login && lines(body)[0] === mark,
    )
    .sort((a, b) => a.number - b.number);
  if (exit === '0') return { verb: 'close', issues: ours };
  if (!DRIFT.includes(exit)) return { verb: 'unknown' };
  const [issue] = ours;
  if (issue === undefined) return { verb: 'open' };
  return { verb: lines(issue.body)[1] === headOf(mark, of)[1] ? 'leave' : 'update', issue };
}

export function issueTitle(environment, project) {
  const of = [environment, project === '.' ? '' : project].filter((name) => name !== '').join(', ');
  const title = of === '' ? 'Drift in Intercom' : `Drift in Intercom: ${of}`;
  return title.replaceAll(/\s+/g, ' ').slice(0, TITLE_CHARACTERS);
}

/** @param {{ mark: string, of: string, branch: string, counts: string | undefined, run: string, report: string }} facts */
export function issueBody(markdown, { mark, of, branch, counts, run, report }) {
  const first = [
    ...headOf(mark, of),
    `What is live in Intercom is no longer what \`${branch.replaceAll('`', '')}\` says${counts === undefined ? '' : ` (${counts})`}.`,
    '',
    [...(report === '' ? [] : [`**[Full report](${report})** (plan.html, plan.md)`]), `[run](${run})`].join(
      ' · ',
    ),
    '',
    '**Put it back** with a pull request that changes something of the project, if only a comment: its plan shows this too, and what was reviewed is applied when it is merged. **Keep it** with `interform pull` in a pull request.',
    'This issue follows the drift, and is closed when it is gone.',
    '',
  ];
  const body = [...first, markdown].join('\n');
  return body.length <= MOST_CHARACTERS
    ? body
    : [...first, '**The plan is too long for an issue.**'].join('\n');
}

export function changedWords({ counts, run }) {
  return `The drift is another one now${counts === undefined ? '' : `: ${counts}`} ([run](${run})). The description shows it.`;
}

export function goneWords({ branch, run }) {
  return `No drift any more: what is live is what \`${branch.replaceAll('`', '')}\` says ([run](${run})).`;
}

function lines(body) {
  return (body ?? '').split(/\r?\n/, 2);
}
