// node drift.js [-C PROJECT] [--env ENVIRONMENT] [more flags of interform plan]
// For a pipeline schedule: one issue for each environment says what drifted. It is opened, updated while it lasts, and closed. Exits 2
// where there is drift, so that the pipeline shows it also without a token.
// INTERFORM_COMMENT_TOKEN: an access token with api, of a Reporter.
import { complain, env, fail, gitlab, project, say } from './api.js';
import { interform, subjectOf } from './interform.js';
import { cut, inert } from './notes.js';

const LABEL = 'interform drift';
const HELP = [
  'What is live in Intercom is no longer what the default branch says. This issue follows the drift, and is closed when it is gone.',
  '',
  '**Put it back** with a merge request that changes something of the project, if only a comment: its plan shows this too, and what was reviewed is applied when it is merged. **Keep it** with `interform pull` in a merge request.',
].join('\n');
const flags = process.argv.slice(2);

async function tell(drifted, text) {
  const { all, call, get } = gitlab(env('INTERFORM_COMMENT_TOKEN'));
  const subject = subjectOf(flags);
  const mark = `<!-- interform drift: ${subject.replaceAll('-', '%2D')} -->`;
  const { id: own } = await get('/user');
  // Anybody can write the marker and set the label; only what is ours is updated.
  const [open] = (await all(`${project()}/issues?state=opened&labels=${encodeURIComponent(LABEL)}`)).filter(
    (issue) => issue.author?.id === own && issue.description?.startsWith(mark),
  );
  const foot = `<sub>Plan of ${env('CI_COMMIT_SHA')} · [job](${env('CI_JOB_URL')})</sub>`;
  const description = cut(`${mark}\n${HELP}\n\n${inert(text)}\n\n${foot}`);
  const at = `${project()}/issues/${open?.iid}`;
  if (!drifted && open === undefined) return say('no drift, and no issue of it is open');
  if (!drifted) await call('PUT', at, { state_event: 'close' });
  else if (open !== undefined) await call('PUT', at, { description });
  else {
    const title = `Intercom has drifted${subject === '' ? '' : `: ${decodeURIComponent(subject)}`}`;
    await call('POST', `${project()}/issues`, { title, description, labels: LABEL });
  }
  say(drifted ? 'the issue says what drifted' : 'closed the issue: there is no drift any more');
}

try {
  const { exit, stdout } = interform(['plan', ...flags, '--detailed-exitcode', '--format=markdown']);
  process.stdout.write(stdout);
  process.exitCode = exit;
  // What failed says nothing of drift: an issue stays as it is.
  if (exit === 0 || exit === 2 || exit === 5) {
    if (env('INTERFORM_COMMENT_TOKEN') === '') say('no INTERFORM_COMMENT_TOKEN: no issue is kept');
    else
      await tell(exit !== 0, stdout.trim()).catch((error) =>
        complain(
          `the issue was not kept: ${error.message}. INTERFORM_COMMENT_TOKEN needs the scope api and the role Reporter.`,
        ),
      );
  }
} catch (error) {
  fail(error.message);
}
