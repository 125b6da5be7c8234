import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { bashCompletion } from '../../src/commands/bash-completion.ts';
import { COMMANDS } from '../../src/commands/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(join(root, 'dist', 'commands', 'main.js'));
const hasBash = spawnSync('bash', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'interform-completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = join(folder, 'interform.bash');
writeFileSync(
  script,
  bashCompletion(
    'interform',
    Object.entries(COMMANDS).map(([id, command]) => ({
      id,
      flags: { ...command.baseFlags, ...command.flags },
      args: command.args,
    })),
    ['unknown-option', 'unknown-owner', 'bad-row'],
  ),
);

/** What a bash without any start file and without the package bash-completion offers; the last word is the one that is typed. */
function offered(
  words: readonly string[],
  file = script,
): { readonly words: string[]; readonly err: string } {
  const drive = `
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); COMP_LINE="$*"; COMP_POINT=\${#COMP_LINE}
_interform_autocomplete
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const run = spawnSync('bash', ['--norc', '--noprofile', '-u', '-c', drive, 'bash', file, ...words], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: folder },
  });
  return { words: run.stdout.split('\n').filter((word) => word !== ''), err: run.stderr };
}

describe.skipIf(!hasBash)('completion in a bare bash (skipped where there is no bash)', () => {
  it.each([
    ['the beginning of a command', ['interform', 'pl'], ['plan']],
    ['several commands', ['interform', 'v'], ['validate', 'version']],
    ['a flag', ['interform', 'apply', '--auto'], ['--auto-approve']],
    ['the other name of a flag', ['interform', 'apply', '--ye'], ['--yes']],
    ['the end of a flag that may be turned off', ['interform', 'show', '--no-c'], ['--no-color']],
    ['a flag behind an argument', ['interform', 'apply', 'plan.jsonl', '--lim'], ['--limit']],
    ['a value', ['interform', 'plan', '--format', 'ma'], ['markdown']],
    ['a value behind =', ['interform', 'plan', '--format', '=', 'ma'], ['markdown']],
    ['an argument of a few', ['interform', 'audit', 'cont'], ['contacts']],
    ['an argument of two', ['interform', 'generate', 'ty'], ['types']],
    ['a code', ['interform', 'explain', 'unknown-o'], ['unknown-option', 'unknown-owner']],
    ['a file as a value', ['interform', 'plan', '--out', 'p'], []],
    ['a file behind =', ['interform', 'plan', '--out', '=', 'p'], []],
    ['a folder behind a short flag', ['interform', 'plan', '-C', ''], []],
    ['a file as an argument, never a command', ['interform', 'apply', 'pl'], []],
    ['a command that nobody knows', ['interform', 'nonsense', '--x'], []],
  ])('of %s', (_what, typed, expected) => {
    expect(offered(typed)).toEqual({ words: expected, err: '' });
  });

  it('offers every command and every flag of each', () => {
    expect(offered(['interform', '']).words).toEqual(Object.keys(COMMANDS).sort());
    for (const [id, command] of Object.entries(COMMANDS)) {
      const flags = Object.keys({ ...command.baseFlags, ...command.flags }).map((name) => `--${name}`);
      expect(offered(['interform', id, '--']).words).toEqual(expect.arrayContaining(flags));
    }
  });

  it('leaves the rest to bash, which completes files', () => {
    expect(readFileSync(script, 'utf8')).toContain(
      'complete -o default -F _interform_autocomplete interform',
    );
    expect(readFileSync(script, 'utf8')).not.toMatch(/_get_comp_words_by_ref|_init_completion|__ltrim/);
  });

  it.skipIf(!isBuilt)('is what interform autocomplete sets up (skipped where dist is not built)', () => {
    const home = join(folder, 'home');
    mkdirSync(home);
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CACHE_HOME: join(home, '.cache') };
    const made = spawnSync(process.execPath, [join(root, 'bin', 'run.js'), 'autocomplete', 'bash'], {
      encoding: 'utf8',
      env,
    });
    expect(made.status).toBe(0);
    const file = join(home, '.cache', 'interform', 'autocomplete', 'functions', 'bash', 'interform.bash');
    expect(offered(['interform', 'he'], file)).toEqual({ words: ['help'], err: '' });
    expect(offered(['interform', 'help', 'app'], file)).toEqual({ words: ['apply'], err: '' });
    expect(offered(['interform', 'autocomplete', 'ba'], file)).toEqual({ words: ['bash'], err: '' });
  });
});
