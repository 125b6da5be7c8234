// What became of a merge request comes back to it.
import { complain, env, say } from '../api.js';
import { subjectOf } from '../interform.js';
import { putNote } from '../notes.js';

/** Never changes how the job ends: what was done is done. */
export async function tellAll(found, { flags, text = '', exit, refused = false }) {
  if (env('INTERFORM_COMMENT_TOKEN') === '')
    return say('no INTERFORM_COMMENT_TOKEN: the result is in the artifacts of the job');
  const sha = env('CI_COMMIT_SHA');
  const of = `Apply of ${sha} · [job](${env('CI_JOB_URL')})${exit === undefined ? '' : ` · exit ${exit}`}`;
  for (const { request, doubt } of found) {
    const why =
      doubt === undefined ? '' : `**This merge request brings no receipt: ${doubt.message}.** ${doubt.help}.`;
    const rest = refused ? 'Nothing was applied.' : text.trim();
    const body = [
      '### interform apply',
      '',
      ...(why === '' ? [] : [why, '']),
      rest,
      '',
      `<sub>${of}</sub>`,
    ].join('\n');
    const note = { kind: 'apply', subject: subjectOf(flags), key: sha, stays: (before) => before !== sha };
    await putNote(request.iid, { ...note, body }).catch((error) =>
      complain(`merge request !${request.iid} was not told: ${error.message}`),
    );
  }
}
