// What the comment of a plan says. Pure.
import { inert } from '../talk/inert.js';
import { headOf, MOST_CHARACTERS } from '../talk/standing.js';

/** How the plan's Markdown begins the paragraph that says what it had no room for. */
const ONLY_IN_REPORT = '**Only in the full report:**';

/**
 * @param {string} markdown the plan
 * @param {{ mark: string, digest: string, head: string, report: string, run: string, place?: string }} facts `report` and `run` are
 *   links; no report: it was not kept. `place`: the environment and the project, where there is more than one of them.
 */
export function planComment(markdown, { mark, digest, head, report, run, place = '' }) {
  const { missing, rest } = split(markdown.trim());
  const ofDigest = digest === '' ? '' : ` · digest <code>${digest}</code>`;
  const foot = ['', `<sub>Plan of ${head} · <a href="${run}">run</a>${ofDigest}</sub>`];
  const first = [...headOf(mark, digest), links(report, run, place), ''];
  const body = [...first, ...missing, rest, ...foot].join('\n');
  if (body.length <= MOST_CHARACTERS) return body;
  const where = report === '' ? `[the summary of the run](${run}) holds it` : 'nothing of it is below';
  return [
    ...first,
    `${ONLY_IN_REPORT} all of it. The plan is too long for a comment; ${where}.`,
    ...foot,
  ].join('\n');
}

function links(report, run, place) {
  const full =
    report === '' ? '**The full report was not kept**' : `**[Full report](${report})** (plan.html, plan.md)`;
  return `${full} · [run](${run})${place === '' ? '' : ` · ${inert(place)}`}`;
}

/** What is only in the report goes to the top, above what is said of the workspace. */
function split(markdown) {
  const lines = markdown.split('\n');
  const at = lines.findIndex((line) => line.startsWith(ONLY_IN_REPORT));
  if (at === -1) return { missing: [], rest: markdown };
  return { missing: [lines[at], ''], rest: lines.toSpliced(at, 1).join('\n') };
}
