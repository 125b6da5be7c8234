// Why nothing is applied, and what to do about it, where people look: in the summary, as an annotation, and for the pull requests.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, fail } from '../api.js';
import { inert } from '../talk/inert.js';
import { summarize } from '../talk/summary.js';

/** What cannot be told for certain, or can and speaks against it. Nothing is applied then. */
export class Doubt extends Error {
  /** @param {string} why one sentence without a full stop. @param {string} help what to do next, in sentences. */
  constructor(why, help) {
    super(why);
    this.help = help;
  }
}

/** What all these end with who have merged something that nobody could approve. */
export const PLAN_AGAIN =
  'Open a pull request that changes something of this project, if only a comment: its plan shows everything that is not applied yet. Review and merge it.';

/**
 * What became of the approval, for whoever tells the pull requests: `refused` is why nothing is applied, else null; `reason` why
 * the receipt of one was not taken, else null.
 * @param {{ refused: string | null, pulls: readonly { number: number, reason: string | null }[] }} facts
 */
export function record({ refused, pulls }) {
  const facts = { commit: env('GITHUB_SHA'), refused, pulls };
  writeFileSync(join(env('FOLDER'), 'approval.json'), `${JSON.stringify(facts)}\n`);
}

/** Ends the job. */
export function refuse({ message, help }, pulls = []) {
  const reasons = pulls.flatMap(({ number, reason }) =>
    reason === null ? [] : [`- #${number}: ${inert(reason)}.`],
  );
  summarize(
    [
      '### Nothing was applied',
      '',
      `${inert(message)}.`,
      ...(reasons.length === 0 ? [] : ['', ...reasons]),
      '',
      `**What to do:** ${help}`,
    ].join('\n'),
  );
  record({ refused: `${message}. ${help}`, pulls });
  fail(
    `${[message, ...pulls.flatMap(({ number, reason }) => (reason === null ? [] : [`Pull request ${number}: ${reason}`]))].join('. ')}. Nothing was applied. ${help}`,
  );
}
