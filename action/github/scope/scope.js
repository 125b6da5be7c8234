// Whether this run has anything to plan. Whatever cannot be told is planned.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, call, env, readEvent, say, setOutput } from '../api.js';
import { projectReads, touchedPaths } from '../reads.js';
import { workflowFile } from './workflow-file.js';

/** GitHub lists so many files of a pull request at most, and so many of a comparison. */
const mostOfPull = 3000;
const mostOfComparison = 300;

/** The changed files; undefined where GitHub does not list all. */
async function changedFiles({ pull_request: pull, merge_group: group }) {
  if (pull !== undefined) {
    const { head, changed_files: count } = await call('GET', `/pulls/${pull.number}`);
    const files = await all(`/pulls/${pull.number}/files`);
    // A newer head has a plan of its own.
    return head.sha === pull.head.sha && files.length === count && count < mostOfPull ? files : undefined;
  }
  const { files } = await call('GET', `/compare/${group.base_sha}...${group.head_sha}`);
  return files.length < mostOfComparison ? files : undefined;
}

async function touched(event) {
  if (event.pull_request === undefined && event.merge_group === undefined) return ['…'];
  const list = join(env('FOLDER'), 'reads');
  const reads = projectReads(
    existsSync(list) ? readFileSync(list, 'utf8') : undefined,
    env('INPUT_PROJECT'),
    [workflowFile(env('GITHUB_WORKFLOW_REF'), env('GITHUB_REPOSITORY'))],
  );
  try {
    return touchedPaths(reads, await changedFiles(event));
  } catch (error) {
    say(`it cannot be told what changes, so everything is planned: ${error.message}`);
    return ['…'];
  }
}

const paths = await touched(readEvent());
if (paths.length === 0) say('nothing changes that this project reads: there is nothing to plan');
setOutput('touched', String(paths.length > 0));
