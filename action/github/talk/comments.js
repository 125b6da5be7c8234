// Comments of ours on a pull request.
import { all, call, graphql, say } from '../api.js';
import { asideBody, decide, newestOf, standing } from './standing.js';
import { viewer } from './viewer.js';

const HIDE =
  'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }';

/** Says what stands in place of whatever stood: see standing.js. */
export async function replace(pull, { mark, of, body }) {
  const { comments, login } = await ours(pull);
  const { update, aside } = decide(comments, { mark, of, login });
  const standing = await write(pull, update, body);
  for (const comment of aside) await setAside(comment, standing.html_url);
}

/** Says what was done, once for each thing: said again it is updated, and what was said of another thing stays true. */
export async function record(pull, { mark, of, body }) {
  const { comments, login } = await ours(pull);
  await write(pull, newestOf(comments, { mark, of, login }), body);
}

/** Whether something of ours stands, such as a plan of a commit before. */
export async function stands(pull, mark) {
  const { comments, login } = await ours(pull);
  return standing(comments, { mark, login }).length > 0;
}

async function ours(pull) {
  return { comments: await all(`/issues/${pull}/comments`), login: await viewer() };
}

async function write(pull, update, body) {
  const written =
    update === undefined
      ? await call('POST', `/issues/${pull}/comments`, { body })
      : await call('PATCH', `/issues/comments/${update.id}`, { body });
  say(`${update === undefined ? 'commented on' : 'updated the comment on'} pull request ${pull}`);
  return written;
}

/** Hidden where the token may; folded where not. */
async function setAside({ id, node_id, body }, newer) {
  const isHidden = await graphql(HIDE, { id: node_id }).then(
    () => true,
    () => false,
  );
  await call('PATCH', `/issues/comments/${id}`, { body: asideBody(body, { newer, isHidden }) });
}
