// node comment.js FILE [ENVIRONMENT]: one comment on the merge request for each environment, updated in place.
// INTERFORM_COMMENT_TOKEN: an access token with api; without it nothing is commented.
import { readFileSync } from 'node:fs';
import { env, fail, gitlab, project, say } from './api.js';

const [file = '', environment = ''] = process.argv.slice(2);
const token = env('INTERFORM_COMMENT_TOKEN');

async function comment() {
  const { all, call, get } = gitlab(token);
  const notes = `${project()}/merge_requests/${env('CI_MERGE_REQUEST_IID')}/notes`;
  const mark = `<!-- interform plan: ${encodeURIComponent(environment).replaceAll('-', '%2D')} -->`;
  const body = `${mark}\n${readFileSync(file, 'utf8').trim()}\n\n<sub>Plan of ${env('CI_COMMIT_SHA')}</sub>`;
  // Anybody can write the marker; only what is ours is updated. A project's token has a user of its own.
  const { id: own } = await get('/user');
  const before = (await all(notes)).find((one) => one.author?.id === own && one.body.startsWith(mark));
  if (before === undefined) await call('POST', notes, { body });
  else await call('PUT', `${notes}/${before.id}`, { body });
  say(before === undefined ? 'commented the plan' : 'updated the comment');
}

if (token === '') say('no INTERFORM_COMMENT_TOKEN: the plan is in the artifacts of the job');
else await comment().catch((error) => fail(error.message));
