// node store.js open|close [-C PROJECT] [--env ENVIRONMENT]: the store goes from one apply job of the branch to the next, sealed,
// as interform.store in the artifacts of the job.
// open: takes over what the apply before left. close: seals the store for the next one, however this one ended.
// INTERFORM_GITLAB_TOKEN: an access token with read_api. INTERFORM_STORE_KEY: a secret of this job only.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { seal, takeOver, weakKey } from '../store/sealed-store.js';
import { placeOf } from '../store/store-place.js';
import { env, fail, gitlab, project, say } from './api.js';

const FILE = 'interform.store';
/** Deployments that are looked through; one that waits for its turn has not begun. */
const newestDeployments = 100;

const [action, ...flags] = process.argv.slice(2);
const secret = env('INTERFORM_STORE_KEY');
const of = (job) => `gitlab ${env('CI_PROJECT_ID')} ${env('CI_JOB_NAME')} ${job}`;

/** Undefined where no store is handed on. */
function folderOfStore() {
  if (secret === '') return void say('no INTERFORM_STORE_KEY: the store is not handed on to the next apply');
  const history = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('../../bin/run.js', import.meta.url)), 'history', '--limit=1', '--json', ...flags],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const at = Math.max(flags.indexOf('-C'), flags.indexOf('--project'));
  const { folder, said } = placeOf(history.stdout, at === -1 ? '.' : flags[at + 1]);
  if (folder === undefined) return void say(said);
  const weak = weakKey(secret);
  if (weak !== undefined) throw new Error(`${weak}: take what openssl rand -hex 32 prints`);
  return folder;
}

/** The last job of this name that began before this one, for the same branch and environment. */
async function jobBefore() {
  const { list } = gitlab(env('INTERFORM_GITLAB_TOKEN'));
  const wanted = `environment=${encodeURIComponent(env('CI_ENVIRONMENT_NAME'))}&order_by=id&sort=desc`;
  const [newest] = (await list(`${project()}/deployments?${wanted}&per_page=${newestDeployments}`))
    .flatMap(({ deployable }) => deployable ?? [])
    .filter(
      (job) =>
        job.name === env('CI_JOB_NAME') &&
        job.ref === env('CI_COMMIT_BRANCH') &&
        job.tag === false &&
        job.started_at != null &&
        String(job.id) !== env('CI_JOB_ID'),
    )
    .sort((a, b) => Date.parse(b.started_at) - Date.parse(a.started_at));
  return newest?.id;
}

async function takeOverIn(folder) {
  const before = await jobBefore();
  if (before === undefined) return say('there is no apply before, and so no store of it');
  const { call } = gitlab(env('INTERFORM_GITLAB_TOKEN'));
  const sealed = await call('GET', `${project()}/jobs/${before}/artifacts/${FILE}`).catch((error) => {
    if (error.status !== 404) throw error;
  });
  if (sealed === undefined)
    return say(`the apply before, job ${before}, left no store. This one begins without it`);
  say(`the store before is that of job ${before}`);
  say(takeOver(Buffer.from(await sealed.arrayBuffer()), folder, { secret, of: of(before) }).said);
}

try {
  // What another job left is not this one's.
  rmSync(FILE, { force: true, recursive: true });
  const folder = folderOfStore();
  if (folder !== undefined && action === 'open') await takeOverIn(folder);
  if (folder !== undefined && action === 'close') {
    writeFileSync(FILE, seal(folder, { secret, of: of(env('CI_JOB_ID')) }));
    say('sealed the store for the next apply');
  }
} catch (error) {
  fail(
    action === 'close'
      ? `${error.message}. The store is not handed on.`
      : `${error.message}. Nothing was applied.`,
  );
}
