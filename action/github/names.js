// The names that plan and apply must agree on.
import { env } from './api.js';

/** Names an environment of a project: `production`, or `production@crm` where the project is not the repository's root. */
export function subject(encode) {
  const environment = encode(env('INPUT_ENVIRONMENT'));
  const project = env('INPUT_PROJECT')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map(encode)
    .join('/');
  return project === '' ? environment : `${environment}@${project}`;
}

/** What a comment begins with, so that the next plan finds it again. It cannot end the HTML comment that it stands in. */
export function marker(what = 'plan') {
  return `<!-- interform ${what}: ${subject(encodeURIComponent).replaceAll('-', '%2D')} -->`;
}

export function checkName() {
  const name = subject(encodeURIComponent);
  return name === '' ? 'interform plan' : `interform plan (${name})`;
}

/** Of what an attempt of a run keeps: a re-run makes one of its own, so that when each was made can be told. */
export function attemptName(what, attempt) {
  return `${artifactName(what)}~${attempt}`;
}

/** The attempt; undefined for what is no receipt of this subject. */
export function attemptOf(name) {
  const before = `${artifactName()}~`;
  return name.startsWith(before) && /^\d+$/.test(name.slice(before.length))
    ? Number(name.slice(before.length))
    : undefined;
}

/** Of a receipt or store. Without what artifacts must not be called; two names never become one. */
export function artifactName(what = 'receipt') {
  const encode = (text) =>
    [...Buffer.from(text)]
      .map((byte) => String.fromCharCode(byte))
      .map((char) =>
        /[A-Za-z0-9_-]/.test(char) ? char : `.${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
      )
      .join('');
  const name = subject(encode).replaceAll('/', '@');
  return name === '' ? `interform-${what}` : `interform-${what}-${name}`;
}
