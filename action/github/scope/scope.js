// node scope.js READS: whether this run has anything to plan. READS is what `interform validate --list-files` printed. Whatever cannot
// be told is planned.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectReads, touchedPaths } from '../../reads.js';
import { all, call, env, readEvent, say, setOutput } from '../api.js';
import { ownWorkflow } from '../workflow.js';

/** GitHub lists so many files of a pull request at most, and so many of a comparison. */
const mostOfPull = 3000;
const mostOfComparison = 300;
const WORDS =
  '### interform plan: nothing to plan\n\nThis changes nothing that the project reads, so nothing was compared with Intercom.\n';

/** The changed files; undefined where GitHub does not list all. */
async function changedFiles({ pull_request: pull, merge_group: group, before, after }) {
  if (pull !== undefined) {
    const { head, changed_files: count } = await call('GET', `/pulls/${pull.number}`);
    const files = await all(`/pulls/${pull.number}/files`);
    // A newer head has a plan of its own.
    return head.sha === pull.head.sha && files.length === count && count < mostOfPull ? files : undefined;
  }
  const [base, head] = group === undefined ? [before, after] : [group.base_sha, group.head_sha];
  const { files, status } = await call('GET', `/compare/${base}...${head}`);
  // What a branch lost that was moved elsewhere is not among them.
  const isWhole = (status === 'ahead' || status === 'identical') && files.length < mostOfComparison;
  return isWhole ? files : undefined;
}

async function isTouched(event) {
  const isPush = env('GITHUB_EVENT_NAME') === 'push' && event.before !== undefined;
  if (event.pull_request === undefined && event.merge_group === undefined && !isPush) return true;
  const [list] = process.argv.slice(2);
  const reads = projectReads(
    existsSync(list) ? readFileSync(list, 'utf8') || undefined : undefined,
    env('INPUT_PROJECT'),
    // Another version or another argument is another plan.
    [ownWorkflow()],
  );
  try {
    return touchedPaths(reads, await changedFiles(event)).length > 0;
  } catch (error) {
    say(`what changes cannot be told, so that everything is planned: ${error.message}`);
    return true;
  }
}

const touched = await isTouched(readEvent());
setOutput('touched', String(touched));
setOutput('skip', touched ? '' : 'untouched');
if (!touched) {
  say('this changes nothing that the project reads: there is nothing to plan');
  writeFileSync(join(env('FOLDER'), 'plan.md'), WORDS);
  setOutput('exit-code', '0');
  setOutput('changes', 'false');
}
