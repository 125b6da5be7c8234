// Drift as an issue: one for each environment of a project, open as long as there is drift.
import { createHash } from 'node:crypto';
import { all, call, env, fail, say } from '../api.js';
import { marker } from '../names.js';
import { readFacts, readText } from '../talk/facts.js';
import { runLink } from '../talk/links.js';
import { viewer } from '../talk/viewer.js';
import { planCounts } from '../talk/words.js';
import { changedWords, decide, goneWords, issueBody, issueTitle } from './issue-words.js';

const exit = env('EXIT_CODE');
const markdown = readText('plan.md');
const facts = {
  mark: marker('drift'),
  // A plan that a guard blocks has no digest.
  of: env('DIGEST') || `text:${createHash('sha256').update(markdown).digest('hex')}`,
  branch: env('GITHUB_REF').replace(/^refs\/heads\//, ''),
  counts: planCounts(readFacts('plan.json')),
  run: runLink(),
  report: env('REPORT'),
};

/** What runs on a branch itself: others would tell of what is not merged. */
const EVENTS = ['push', 'schedule', 'workflow_dispatch'];

async function follow() {
  if (!EVENTS.includes(env('GITHUB_EVENT_NAME')))
    throw new Error(`a run for ${env('GITHUB_EVENT_NAME')} tells of no drift`);
  const login = await viewer();
  const issues = await all(`/issues?state=open&creator=${encodeURIComponent(login)}`);
  const { verb, issue, issues: gone = [] } = decide(issues, { ...facts, login, exit });
  const body = issueBody(markdown, facts);
  if (verb === 'open') {
    const title = issueTitle(env('INPUT_ENVIRONMENT'), env('INPUT_PROJECT'));
    const { number } = await call('POST', '/issues', { title, body });
    return say(`opened issue ${number}`);
  }
  if (verb === 'update') {
    await call('PATCH', `/issues/${issue.number}`, { body });
    await call('POST', `/issues/${issue.number}/comments`, { body: changedWords(facts) });
    return say(`updated issue ${issue.number}`);
  }
  for (const { number } of gone) {
    await call('POST', `/issues/${number}/comments`, { body: goneWords(facts) });
    await call('PATCH', `/issues/${number}`, { state: 'closed', state_reason: 'completed' });
    say(`closed issue ${number}`);
  }
  if (verb === 'leave') say(`issue ${issue.number} says so already`);
  if (verb === 'unknown') say('the plan failed, so nothing is known of drift: issues are left as they are');
}

// A drift that nobody is told of must not pass.
await follow().catch((error) =>
  fail(
    `${error.message}. Following drift in an issue needs issues: write, and a repository that has issues.`,
  ),
);
