// What the scripts of the action know of GitHub: the event, outputs, and its API.
import { appendFileSync, readFileSync } from 'node:fs';

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

/** One line of the log; what stands in it is no workflow command. */
export function say(text) {
  process.stdout.write(`interform: ${text.replaceAll(/[\r\n]/g, ' ')}\n`);
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

/** One request below the repository; the body of the answer, undefined where there is none. Throws for a refusal. */
export async function call(method, path, body) {
  const response = await request(method, `/repos/${env('GITHUB_REPOSITORY')}${path}`, body);
  const text = await response.text();
  if (!response.ok) {
    const { message = '' } = parse(text);
    throw new Error(`GitHub answers ${response.status} to ${method} ${path.split('?')[0]}: ${message}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

/** All elements of a list, page by page; `key` where the list is a field of the answer. */
export async function all(path, key) {
  const found = [];
  for (let page = 1; ; page++) {
    const mark = path.includes('?') ? '&' : '?';
    const answer = await call('GET', `${path}${mark}per_page=${pageSize}&page=${page}`);
    const elements = key === undefined ? answer : answer[key];
    found.push(...elements);
    if (elements.length < pageSize) return found;
  }
}

/** The data of a GraphQL query. Throws for a refusal. */
export async function graphql(query, variables = {}) {
  const url = env('GITHUB_GRAPHQL_URL') || `${env('GITHUB_API_URL')}/graphql`;
  const response = await request('POST', url, { query, variables });
  const { data, errors, message } = parse(await response.text());
  // Refusals come with status 200 too.
  const [refused = response.ok ? undefined : { message }] = errors ?? [];
  if (refused !== undefined)
    throw new Error(`GitHub answers ${response.status} to GraphQL: ${refused.message}`);
  return data;
}

/** Who the token belongs to; undefined for the token of a job or an app, which may not ask. */
export async function ownLogin() {
  const response = await request('GET', '/user');
  return response.ok ? (await response.json()).login : undefined;
}

function request(method, path, body) {
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
