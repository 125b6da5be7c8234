// What the inputs of the action may be. Pure.
import { isAbsolute, relative, sep } from 'node:path';

const COMMANDS = ['plan', 'apply', 'drift', 'matrix'];
/** What brings commits of a branch, where a plan and its approval can have come before. */
const APPLYING = ['push', 'workflow_dispatch', 'schedule'];
const SWITCHES = ['INPUT_REQUIRE_APPROVAL', 'INPUT_ALLOW_OLD'];
const EXPECTED =
  /^(?:pull-request|this-run|pull-request, *this-run|this-run, *pull-request|none|sha256:[0-9a-f]{64})$/;

/** What is wrong, as a sentence; undefined where all is well. `env` gives the text of a variable, '' for none. */
export function wrongInput(env) {
  const command = env('INPUT_COMMAND');
  if (!COMMANDS.includes(command))
    return `command must be ${COMMANDS.slice(0, -1).join(', ')} or ${COMMANDS.at(-1)}, not ${JSON.stringify(command)}.`;
  const event = env('GITHUB_EVENT_NAME');
  if (event === 'pull_request_target')
    return 'pull_request_target runs with the secrets of the repository over what anybody proposes; use pull_request, which needs none for a fork with a snapshot.';
  if (command === 'apply' && !(APPLYING.includes(event) && env('GITHUB_REF').startsWith('refs/heads/')))
    return `apply runs for a push, by hand or on a schedule, on a branch, not for ${JSON.stringify(event)} of ${env('GITHUB_REF')}.`;
  if (!/^[0-9A-Za-z.+-]*$/.test(env('INPUT_VERSION')))
    return 'version must be a version of interform, such as 0.1.0.';
  if (!EXPECTED.test(env('INPUT_EXPECT')))
    return 'expect must be pull-request, this-run, both with a comma between, none or a whole digest.';
  for (const name of SWITCHES)
    if (!['', 'true', 'false'].includes(env(name)))
      return `${name.slice('INPUT_'.length).toLowerCase().replaceAll('_', '-')} must be true or false.`;
  if (!['', 'labels'].includes(env('INPUT_ALLOW_FROM'))) return 'allow-from must be labels or empty.';
  if (!['', 'warn', 'fail'].includes(env('INPUT_UNREVIEWED'))) return 'unreviewed must be warn or fail.';
  return undefined;
}

/** With `/` in paths, also where Windows writes `\`. */
export function slashes(path, separator = sep) {
  return path.replaceAll(separator, '/');
}

/** Both as realpath gives them. */
export function isInside(path, folder) {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
