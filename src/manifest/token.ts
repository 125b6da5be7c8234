import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';

/** The environment variables that may hold the access token, in order of precedence. */
export const DEFAULT_TOKEN_NAMES = ['INTERCOM_ACCESS_TOKEN', 'INTERCOM_TOKEN'] as const;

/**
 * The key under which the environment holds a token that came through a file descriptor. Neither `.env` nor `token_env` can use
 * such a name, and redaction treats its value as a secret.
 */
export const TOKEN_FD = '--token-fd';

export type Token =
  | { readonly token: string /** The variable that holds it. */; readonly name: string }
  | { readonly diagnostic: Diagnostic };

/**
 * Finds the access token:
 *
 *     --token-fd > token_env, where the project names another variable
 *     --token-fd > INTERCOM_ACCESS_TOKEN > INTERCOM_TOKEN, where it does not
 *
 * Where the project names another variable, the usual two are not looked at, so that the token of one workspace is never sent
 * to another. `env` is the one that loadProject returns.
 */
export function tokenOf(project: Project, env: Readonly<Record<string, string | undefined>>): Token {
  const own = project.workspace.token_env;
  const names: readonly string[] =
    own === undefined || own === DEFAULT_TOKEN_NAMES[0] ? DEFAULT_TOKEN_NAMES : [own];
  for (const name of [TOKEN_FD, ...names]) {
    const token = env[name]?.trim();
    if (token === undefined || token === '') continue;
    const diagnostic = badToken(token, name);
    return diagnostic === undefined ? { token, name } : { diagnostic };
  }
  return {
    diagnostic: {
      code: 'no-token',
      severity: 'error',
      summary: 'there is no access token',
      detail: `looked at ${names.join(' and ')}`,
      help: `set ${names[0]} in the environment or, outside CI, in a .env file beside interform.yaml`,
    },
  };
}

/** Why a value cannot be a token, without showing the value; undefined where it can. `place`: the variable that holds it. */
export function badToken(token: string, place: string): Diagnostic | undefined {
  if (/^[\x21-\x7e]+$/.test(token)) return undefined;
  return {
    code: 'bad-token',
    severity: 'error',
    summary: `the value of ${place} cannot be an access token`,
    detail: /[\u2018-\u201f\u00ab\u00bb]/.test(token)
      ? 'it holds a typographic quotation mark'
      : 'it holds spaces, line breaks or letters that no token has',
    help: 'copy the token again from Intercom: Settings, Developer Hub, your app, Authentication',
  };
}
