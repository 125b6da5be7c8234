// node skip.js SARIF MARKDOWN: why a plan that failed is none that had to be made, on standard output, with a word about it in place of
// the plan. Nothing where it had to be.
import { readFileSync, writeFileSync } from 'node:fs';
import { env, isFork, readEvent } from '../api.js';

const WORDS = {
  dependabot: [
    'A run that Dependabot started gets no secrets of Actions, so there is no token of Intercom to compare with.',
    'To have it planned, add the reading token to the secrets of Dependabot too, or push the change to a branch of your own.',
  ],
  'no-token': [
    'A pull request from a fork gets no secrets, so there is no token of Intercom to compare with.',
    'To have it compared, name a snapshot, or after a review push its commits to a branch of this repository.',
  ],
};

/** Only the lack of a token is excused, and only where GitHub gives none: elsewhere a secret is missing or misspelt. */
function skipped(sarif) {
  const [{ results, invocations }] = JSON.parse(sarif).runs;
  // What is at no line of a file is a notification.
  const notes = invocations.flatMap(({ toolExecutionNotifications: some = [] }) => some);
  const errors = [...results, ...notes].filter(({ level }) => level === 'error');
  const codes = errors.map(({ ruleId, descriptor }) => ruleId ?? descriptor.id);
  if (codes.length === 0 || codes.some((code) => code !== 'no-token')) return undefined;
  // The actor stays Dependabot when somebody else runs it again; so does what it gets.
  if (env('GITHUB_ACTOR') === 'dependabot[bot]') return 'dependabot';
  return isFork(readEvent()) ? 'no-token' : undefined;
}

const [sarif, markdown] = process.argv.slice(2);
const skip = skipped(readFileSync(sarif, 'utf8'));
if (skip !== undefined) {
  writeFileSync(markdown, `### interform plan: not planned\n\n${WORDS[skip].join(' ')}\n`);
  process.stdout.write(skip);
}
