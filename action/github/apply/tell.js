// The result of an apply on every pull request that it looked at for a receipt, and in the summary of the job. Whatever does not get
// through is a warning: what is done in Intercom is done.
import { env, say } from '../api.js';
import { marker } from '../names.js';
import { record } from '../talk/comments.js';
import { readFacts, readText } from '../talk/facts.js';
import { pullLink, runLink } from '../talk/links.js';
import { lost } from '../talk/lost.js';
import { summarize } from '../talk/summary.js';
import { resultCounts } from '../talk/words.js';
import { resultComment } from './result-comment.js';

/** Absent where the receipts were not looked for, or that did not end. */
const { refused, pulls } = readFacts('approval.json') ?? { refused: null, pulls: [] };
const [exit, markdown, report] = [env('EXIT_CODE'), readText('apply.md'), env('REPORT')];
const taken = pulls.filter(({ reason }) => reason === null).map(({ number }) => number);
const facts = {
  mark: marker('apply'),
  commit: env('GITHUB_SHA'),
  environment: env('INPUT_ENVIRONMENT'),
  exit,
  counts: resultCounts(readFacts('apply.json')),
  refused: refused ?? '',
  report,
  run: runLink(),
};

// What is refused, and what there is no result of, the steps before have said.
if (markdown !== '') summarize(summaryOf());
for (const { number, reason } of pulls) {
  const others = reason === null && refused === null ? taken.filter((one) => one !== number) : [];
  const body = resultComment(markdown, { ...facts, reason: reason ?? '', others });
  await record(number, { mark: facts.mark, of: facts.commit, body }).catch((error) =>
    lost(
      `The result was not commented on pull request ${number}`,
      error,
      'Commenting needs pull-requests: write.',
    ),
  );
}
if (pulls.length === 0) say('no pull request to tell');

function summaryOf() {
  const links = [
    ...(report === '' ? [] : [`[Report](${report})`]),
    ...taken.map((number) => `[Pull request #${number}](${pullLink(number)})`),
    `[Run](${facts.run})`,
  ];
  const counts = facts.counts === undefined ? [] : [`**${facts.counts}**`, ''];
  return [...counts, links.join(' · '), '', markdown].join('\n');
}
