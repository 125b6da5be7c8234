// What the scripts of the action know of GitHub: the event, outputs, and its API.
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { secondsToWait } from './retry.js';

/** For one request. */
const timeoutMs = 30_000;
/** What the API gives at most. */
const pageSize = 100;

export function env(name) {
  return process.env[name] ?? '';
}

/** The event as GitHub wrote it down. */
export function readEvent() {
  return JSON.parse(readFileSync(env('GITHUB_EVENT_PATH'), 'utf8'));
}

/** A pull request from elsewhere: its run has no secrets, and its token may not write. */
export function isFork({ pull_request: pull }) {
  return pull !== undefined && pull.head.repo?.full_name !== env('GITHUB_REPOSITORY');
}

export function setOutput(name, value) {
  const text = String(value);
  if (/[\r\n]/.test(text)) throw new Error(`the output ${name} has more than one line`);
  appendFileSync(env('GITHUB_OUTPUT'), `${name}=${text}\n`);
}

/** One line of the log; what stands in it is no workflow command. Runners take `##[name]` for one wherever it stands. */
export function say(text) {
  process.stdout.write(`interform: ${text.replaceAll(/[\r\n]/g, ' ').replaceAll('##[', '## [')}\n`);
}

/** An annotation. */
export function warn(message) {
  annotate('warning', message);
}

/** Ends the job with an annotation. */
export function fail(message) {
  annotate('error', message);
  process.exit(1);
}

function annotate(level, message) {
  const text = message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::${level} title=interform::${text}\n`);
}

export function runUrl() {
  return `${env('GITHUB_SERVER_URL')}/${env('GITHUB_REPOSITORY')}/actions/runs/${env('GITHUB_RUN_ID')}`;
}

/** What GitHub refuses, or does not answer. */
export class NoAnswer extends Error {
  constructor(method, path, { status, message }) {
    const answers = status === 0 ? 'does not answer' : `answers ${status} to`;
    super(`GitHub ${answers} ${method} ${path.split('?')[0]}: ${message}`);
    this.status = status;
  }
}

/** Waits as long as GitHub would have a client wait. */
export function pause(seconds) {
  return sleep(seconds * (Number(env('INTERFORM_WAIT_MS')) || 1000));
}

/** One request below the repository; the body of the answer, undefined where there is none. Throws for a refusal. */
export async function call(method, path, body) {
  const { text } = await ask(method, path, body);
  return text === '' ? undefined : JSON.parse(text);
}

/** The bytes of a file, such as the zip of an artifact. The token stays where it belongs when GitHub points to another host. */
export async function download(path) {
  const { bytes } = await ask('GET', path);
  return bytes;
}

/** All elements of a list, page by page; `key` where the list is a field of the answer. */
export async function all(path, key) {
  const found = [];
  for await (const page of pages(path)) {
    const elements = key === undefined ? page : page[key];
    found.push(...elements);
    if (elements.length < pageSize) break;
  }
  return found;
}

/** The answers of a list, without end. */
export async function* pages(path) {
  const mark = path.includes('?') ? '&' : '?';
  for (let page = 1; ; page++) yield await call('GET', `${path}${mark}per_page=${pageSize}&page=${page}`);
}

/** The data of a GraphQL query. Throws for a refusal. */
export async function graphql(query, variables = {}) {
  const url = env('GITHUB_GRAPHQL_URL') || `${env('GITHUB_API_URL')}/graphql`;
  const { text } = await patiently('POST', url, { query, variables });
  const { data, errors: [refused] = [] } = JSON.parse(text);
  // Refusals come with status 200 too.
  if (refused !== undefined) throw new Error(`GitHub refuses a query of GraphQL: ${refused.message}`);
  return data;
}

/** Who the token belongs to; undefined for the token of a job or an app, which may not ask. */
export async function ownLogin() {
  const response = await send('GET', '/user');
  return response.ok ? (await response.json()).login : undefined;
}

function ask(method, path, body) {
  return patiently(method, `/repos/${env('GITHUB_REPOSITORY')}${path}`, body);
}

/** Again, while that is worth it. */
async function patiently(method, path, body) {
  for (let attempt = 1; ; attempt++) {
    const answer = await answerTo(method, path, body);
    if (answer.ok) return answer;
    const now = Date.now() / 1000;
    const seconds = secondsToWait({ method, attempt, now, answer: answer.status === 0 ? undefined : answer });
    if (seconds === undefined) throw new NoAnswer(method, path, answer);
    await pause(seconds);
  }
}

async function answerTo(method, path, body) {
  try {
    const response = await send(method, path, body);
    const bytes = Buffer.from(await response.arrayBuffer());
    const { ok, status, headers } = response;
    const text = bytes.toString('utf8');
    return { ok, status, headers, bytes, text, message: ok ? '' : (parse(text).message ?? '') };
  } catch (error) {
    return { ok: false, status: 0, message: String(error.cause ?? error) };
  }
}

function send(method, path, body) {
  return fetch(path.startsWith('/') ? `${env('GITHUB_API_URL')}${path}` : path, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${env('GITHUB_TOKEN')}`,
      'content-type': 'application/json',
      'user-agent': 'interform',
      'x-github-api-version': '2022-11-28',
    },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
