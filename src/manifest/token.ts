import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';

/** Where the access token is looked for, in this order. */
export const DEFAULT_TOKEN_NAMES = ['INTERCOM_ACCESS_TOKEN', 'INTERCOM_TOKEN'] as const;

/**
 * The name under which an environment holds a token that was handed over by a file descriptor. It is no name that `.env` or
 * `token_env` can have, and redaction takes it for a secret's.
 */
export const TOKEN_FD = '--token-fd';

export type Token =
  | { readonly token: string /** The variable that holds it. */; readonly name: string }
  | { readonly diagnostic: Diagnostic };

/**
 * The access token:
 *
 *     --token-fd > token_env, where the project names another variable
 *     --token-fd > INTERCOM_ACCESS_TOKEN > INTERCOM_TOKEN, where it does not
 *
 * Of variables only the one that is named counts, so that the token of one workspace never goes to another. `env` is what
 * loadProject returns.
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

/** Why what stands in `place` cannot be a token, without showing it; undefined for one that can. */
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
