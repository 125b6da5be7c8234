// node plan.js [-C PROJECT] [--env ENVIRONMENT] [more flags of interform plan]
// Plans once, and leaves plan.md, plan.html, plan.receipt and plan.seal.json as the artifacts of the job; on a merge request the plan is
// a note as well. A plan that is blocked or failed leaves its seal too: the newest one decides.
// INTERFORM_COMMENT_TOKEN: an access token with api; without it nothing is commented.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { complain, env, fail, say } from './api.js';
import { interform, subjectOf } from './interform.js';
import { putNote } from './notes.js';
import { RECEIPT_FILE, SEAL_FILE, sealOf } from './seal.js';

const flags = process.argv.slice(2);
const [TEXT, PAGE] = ['plan.md', 'plan.html'];
const absolute = (file) => `${process.cwd()}/${file}`;

function plan() {
  // What was committed under these names is no plan.
  for (const file of [TEXT, PAGE, RECEIPT_FILE, SEAL_FILE]) rmSync(file, { recursive: true, force: true });
  const { exit, stdout } = interform([
    'plan',
    ...flags,
    '--detailed-exitcode',
    '--format=markdown',
    `--receipt=${absolute(RECEIPT_FILE)}`,
    `--report=html=${absolute(PAGE)}`,
  ]);
  const text =
    stdout.trim() === ''
      ? `### interform plan did not run (exit ${exit})\n\nThe log of the job says why.`
      : stdout.trim();
  writeFileSync(TEXT, `${text}\n`);
  const receipt = existsSync(RECEIPT_FILE) ? readFileSync(RECEIPT_FILE) : undefined;
  const seal = sealOf(env, { subject: subjectOf(flags), exit, receipt });
  writeFileSync(SEAL_FILE, `${JSON.stringify(seal, null, 2)}\n`);
  return { text, seal };
}

/** The plan that a reviewer approves is never changed under them: another plan of the same head is a new note. */
async function comment({ text, seal: { head, digest, merge_request: iid, subject } }) {
  const [key, of] = [`${head}/${digest ?? 'none'}`, `Plan of ${head} · [job](${env('CI_JOB_URL')})`];
  const stays = (before) => before !== key && before.split('/')[0] === head;
  const foot = digest === null ? of : `${of} · digest \`${digest}\``;
  const note = { kind: 'plan', subject, key, stays };
  const { isNew, isBeside } = await putNote(iid, { ...note, body: `${text}\n\n<sub>${foot}</sub>` });
  if (isBeside) say('the plan of this commit is another one now: commented it anew');
  else say(isNew ? 'commented the plan' : 'updated the comment');
}

try {
  const planned = plan();
  process.stdout.write(`${planned.text}\n`);
  if (planned.seal.merge_request === null)
    say('no merge request to comment on: the plan is in the artifacts of the job');
  else if (env('INTERFORM_COMMENT_TOKEN') === '')
    say('no INTERFORM_COMMENT_TOKEN: the plan is in the artifacts of the job');
  else
    await comment(planned).catch((error) =>
      complain(
        `the plan was not commented: ${error.message}. INTERFORM_COMMENT_TOKEN needs the scope api and the role Reporter.`,
      ),
    );
  process.exitCode = planned.seal.exit === 2 ? 0 : planned.seal.exit;
} catch (error) {
  fail(error.message);
}
