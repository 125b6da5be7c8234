// node find-store.js HISTORY: where the store of this project is, and which artifact holds what the apply before left of it. Only a run
// of this repository's own branch counts, whatever artifacts of that name others have made.
import { readFileSync } from 'node:fs';
import { placeOf } from '../../store/store-place.js';
import { all, call, env, fail, say, setOutput, warn } from '../api.js';
import { artifactName } from '../names.js';

/** What runs the workflows of the branch itself, and nothing that a stranger sent. */
const EVENTS = ['push', 'schedule', 'workflow_dispatch'];
const BRANCH = 'refs/heads/';

/** The newest of this branch. By time: the id of a rerun's artifact may be lower than that of the first attempt. */
async function newest(branch) {
  const name = artifactName('store');
  const found = (await all(`/actions/artifacts?name=${encodeURIComponent(name)}`, 'artifacts'))
    .filter(
      ({ workflow_run: run, ...one }) => one.name === name && !one.expired && run?.head_branch === branch,
    )
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at) || b.id - a.id);
  for (const { id, workflow_run: run } of found)
    if (await isTrusted(run.id, branch)) return { id, run: run.id };
  return undefined;
}

async function isTrusted(id, branch) {
  const run = await call('GET', `/actions/runs/${id}`);
  return (
    EVENTS.includes(run.event) &&
    run.head_branch === branch &&
    run.head_repository?.full_name === env('GITHUB_REPOSITORY')
  );
}

async function find(history) {
  const ref = env('GITHUB_REF');
  if (!ref.startsWith(BRANCH) || !EVENTS.includes(env('GITHUB_EVENT_NAME')))
    return say('this is no run of a branch, so no store is taken from an earlier run or handed on');
  const { folder, said, warning } = placeOf(history, process.cwd());
  if (folder === undefined) return (warning ? warn : say)(said);
  const before = await newest(ref.slice(BRANCH.length));
  setOutput('folder', folder);
  if (before === undefined) return say('there is no store of an earlier run');
  setOutput('artifact-id', before.id);
  setOutput('run-id', before.run);
  say(`the store before is that of run ${before.run}`);
}

await find(readFileSync(process.argv[2], 'utf8')).catch((error) =>
  fail(`${error.message}. Nothing was applied. Handing the store on needs actions: read.`),
);
