// The command line that these scripts came with, and what its flags say of the project.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

/** Runs it; `inherit` shows its stderr in the log of the job. */
export function interform(args, { stderr = 'inherit' } = {}) {
  const { status, stdout, error } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', stderr],
  });
  if (error !== undefined) throw error;
  // Ended by a signal: nothing is known of what was done.
  return { exit: status ?? 1, stdout };
}

/** The value of the last of some flags: `flagValue(flags, '-C', '--project')`. */
export function flagValue(flags, ...names) {
  let value = '';
  for (const [at, flag] of flags.entries()) {
    if (names.includes(flag)) value = flags[at + 1] ?? '';
    for (const name of names)
      if (name.startsWith('--') && flag.startsWith(`${name}=`)) value = flag.slice(name.length + 1);
  }
  return value;
}

/** The folder of the project below the checkout, with `/`; '' for the checkout itself. */
export function folderOf(flags) {
  return flagValue(flags, '-C', '--project')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** An environment of a project in one word that no other has: `production@crm`. */
export function subjectOf(flags) {
  const project = folderOf(flags).split('/').map(encodeURIComponent).join('/');
  const environment = encodeURIComponent(flagValue(flags, '--env'));
  return project === '' ? environment : `${environment}@${project}`;
}
