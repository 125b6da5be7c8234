// The plan in the summary of the job: counts, links and time first.
import { env, readEvent } from '../api.js';
import { readFacts, readText } from '../talk/facts.js';
import { pullLink, runLink } from '../talk/links.js';
import { summarize } from '../talk/summary.js';
import { planCounts, timeOf } from '../talk/words.js';

const plan = readFacts('plan.json');
const pull = readEvent().pull_request?.number;
const report = env('REPORT');
const counts = [planCounts(plan), timeOf(plan)].filter((words) => words !== undefined);
const links = [
  ...(report === '' ? [] : [`[Full report](${report})`]),
  ...(pull === undefined ? [] : [`[Pull request #${pull}](${pullLink(pull)})`]),
  `[Run](${runLink()})`,
];
const first = [...(counts.length === 0 ? [] : [`**${counts.join(' · ')}**`]), links.join(' · ')];
summarize(
  [
    ...first.flatMap((line) => [line, '']),
    readText('plan.md') || '### interform plan did not run\n\nThe log of the job says why.',
  ].join('\n'),
);
