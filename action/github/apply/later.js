// Whether this run is of an old state: an apply of it would put back what a later one has made.
//
//   commits   ──A──────B──────C tip      A again: refused where B or C change what this project reads,
//   runs        run 1  run 2  run 3               or where run 2 or 3 have begun to apply

import { touchedPaths } from '../../reads.js';
import { call, env, say } from '../api.js';
import { artifactsCalled, runById } from '../artifacts.js';
import { artifactName } from '../names.js';
import { isRunOfBranch, ownBranch } from '../workflow.js';
import { Doubt } from './refusal.js';

/** What GitHub lists of a comparison at most: so many may be more. */
const mostFiles = 300;
const HELP =
  'Re-run the newest run of the branch instead. To bring back the old state all the same, apply with allow-old: true.';

/** Throws a Doubt for an old state. `reads` is what the project reads. */
export async function requireNewest(reads) {
  await requireNoLaterRun();
  await requireNoLaterCommit(reads);
}

async function requireNoLaterRun() {
  const [own, sha] = [Number(env('GITHUB_RUN_ID')), env('GITHUB_SHA')];
  const later = new Set(
    (await artifactsCalled(artifactName('began')))
      .map(({ workflow_run: run }) => run)
      .filter((run) => run?.id > own && run.head_sha !== sha)
      .map(({ id }) => id),
  );
  for (const id of later) {
    const run = await runById(id);
    // Anybody can call an artifact so.
    if (isRunOfBranch(run) && run.head_sha !== sha)
      throw new Doubt(`Run ${id} has applied a later commit than this one (${run.head_sha}) since`, HELP);
  }
}

async function requireNoLaterCommit(reads) {
  const [sha, branch] = [env('GITHUB_SHA'), ownBranch()];
  const tip = (await call('GET', `/branches/${encodeURIComponent(branch)}`)).commit.sha;
  if (tip === sha) return;
  const { status, files = [] } = await call('GET', `/compare/${sha}...${tip}?per_page=1`);
  if (status === 'identical') return;
  if (status !== 'ahead') throw new Doubt(`This commit is no longer part of the branch ${branch}`, HELP);
  const touched = touchedPaths(reads, files.length < mostFiles ? files : undefined);
  if (touched.length === 0) return say('later commits of the branch change nothing that this project reads');
  throw new Doubt(
    `Later commits of the branch change what this project reads (${touched.slice(0, 3).join(', ')}${touched.length > 3 ? ' and more' : ''})`,
    HELP,
  );
}
