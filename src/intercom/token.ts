import { IntercomError } from './error.ts';

/**
 * Returns the token, or throws an IntercomError of family `token` that says what is wrong without showing it. A token is
 * visible ASCII without quotes: anything else was added by a copy, a chat program or a shell, and would either be refused
 * by fetch with the token in the message, or answered 401 without a hint.
 */
export function checkToken(token: string): string {
  const problem = tokenProblem(token);
  if (problem === undefined) return token;
  throw new IntercomError({ family: 'token', code: 'invalid-token', messages: [problem] });
}

/** Replaces the token, in every spelling in which it can come back, by `[token]`. */
export function redactor(token: string): (text: string) => string {
  const spellings = [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1), base64(token)];
  const unique = [...new Set(spellings)].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  return (text) => unique.reduce((result, secret) => result.replaceAll(secret, '[token]'), text);
}

function tokenProblem(token: string): string | undefined {
  if (token === '') return 'the access token is empty';
  if (/^\s*bearer\s/i.test(token)) return 'the access token starts with the word "Bearer"; leave it out';
  if (/^\s|\s$/.test(token)) return 'the access token has a space or line break at its start or end';
  if (/[\r\n]/.test(token)) return 'the access token has a line break inside';
  if (/\s/.test(token)) return 'the access token has a space inside';
  if (/[\u2018-\u201f\u00ab\u00bb\u2039\u203a\u2032\u2033]/.test(token)) {
    return 'the access token has a typographic quotation mark in it';
  }
  if (/["'`]/.test(token)) return 'the access token has a quotation mark in it';
  if (!/^[\x21-\x7e]+$/.test(token)) return 'the access token has a character outside ASCII in it';
  return undefined;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
