import type { Diagnostic } from '../types/diagnostic.ts';
import type { Terminal } from './terminal.ts';
import { usageError } from './usage.ts';

/** A flag that a user may expect to take a secret. No command has one, except for the emulator, whose token protects nothing. */
const SECRET_FLAG = /^--?[a-z_-]*(?:token|secret|passw|api[-_]?key)/i;
/** The value of `--token-fd`, or of a misspelling of it. */
const DESCRIPTOR = /^-?\d{1,9}$/;
/** Tokens of Intercom begin with `tok:` in base64. */
const INTERCOM_TOKEN = /dG9rO[A-Za-z0-9+/_-]{8}/;
const TOKEN_NAME = /TOKEN$/i;
/** Anything shorter may be a word: tokens are longer. */
const LEAST_TOKEN = 16;

/**
 * The finding about a token on the command line, without the token. It is called before anything prints the arguments, as oclif
 * does when `DEBUG` is set. Other users can see arguments in the list of processes, and shells save them.
 */
export function tokenInArguments(argv: readonly string[], env: Terminal['env']): Diagnostic | undefined {
  if (argv[0] === 'emulator') return undefined;
  const known = Object.entries(env).flatMap(([name, value]) => {
    const token = value?.trim() ?? '';
    return TOKEN_NAME.test(name) && token.length >= LEAST_TOKEN ? [token] : [];
  });
  const isToken = (word: string, index: number) =>
    INTERCOM_TOKEN.test(word) ||
    known.some((token) => word.includes(token)) ||
    (SECRET_FLAG.test(word) && !isHarmless(givenTo(word, argv[index + 1])));
  return argv.some(isToken) ? FOUND : undefined;
}

/** The value of a flag: after `=`, else the next word; undefined where that is another flag or missing. */
function givenTo(word: string, next: string | undefined): string | undefined {
  const at = word.indexOf('=');
  if (at !== -1) return word.slice(at + 1);
  return next?.startsWith('-') && !DESCRIPTOR.test(next) ? undefined : next;
}

function isHarmless(value: string | undefined): boolean {
  return value === undefined || value === '' || DESCRIPTOR.test(value);
}

const FOUND: Diagnostic = {
  ...usageError(
    'token-in-arguments',
    'the command line contains an access token or another secret',
    'set INTERCOM_ACCESS_TOKEN, or hand it over as in: interform plan --token-fd 3 3<<<"$TOKEN"',
  ),
  detail:
    'nothing was read or sent. Other users of this machine can see the command line, and the shell keeps it in its history. If somebody else may have seen it, revoke the token',
};
