// What the scripts for GitLab know of its API.

/** For one request. */
const timeoutMs = 30_000;
/** What the API gives at most. */
const pageSize = 100;
/** Before a request that failed is sent again: 1, 2, 4 and 8 times that. */
const firstPauseMs = 1_000;
const tries = 5;

export function env(name) {
  return process.env[name] ?? '';
}

export function say(text) {
  process.stdout.write(`interform: ${text.replaceAll(/[\r\n]/g, ' ')}\n`);
}

export function complain(text) {
  process.stderr.write(`interform: ${text.replaceAll(/[\r\n]/g, ' ')}\n`);
}

export function fail(message) {
  complain(message);
  process.exit(1);
}

/** The path of the project in the API. */
export function project() {
  return `/projects/${encodeURIComponent(env('CI_PROJECT_ID'))}`;
}

/** Waits the longer the more often: INTERFORM_PAUSE_MS is the first pause. */
export function pause(attempt, askedMs = 0) {
  const first = Number(env('INTERFORM_PAUSE_MS') || firstPauseMs);
  return new Promise((resolve) => setTimeout(resolve, Math.max(askedMs, first * 2 ** attempt)));
}

/** The API with one token. Its functions throw for a refusal, with its `status`. */
export function gitlab(token) {
  const once = (method, path, body) =>
    fetch(`${env('CI_API_V4_URL')}${path}`, {
      method,
      // Not `private-token`: that one would follow a redirect to another host, where artifacts are.
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const call = async (method, path, body) => {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt === tries - 1;
      const response = await once(method, path, body).catch((error) => {
        // What writes may have arrived; twice is worse than not at all.
        if (isLast || method !== 'GET')
          throw new Error(
            `GitLab does not answer to ${nameOf(method, path)}: ${error.cause?.message ?? error.message}`,
          );
      });
      if (response?.ok) return response;
      const isBusy = response === undefined || response.status === 429 || response.status >= 500;
      if (!isBusy || isLast || (method !== 'GET' && response?.status !== 429))
        throw Object.assign(new Error(`GitLab answers ${response.status} to ${nameOf(method, path)}`), {
          status: response.status,
        });
      await pause(attempt, Number(response?.headers.get('retry-after') ?? 0) * 1_000);
    }
  };
  const get = async (path) => {
    const response = await call('GET', path);
    const found = await response.json().catch(() => undefined);
    // A proxy's page, or an answer that was cut off.
    if (found === undefined || found === null)
      throw new Error(`GitLab answers something else than JSON to ${nameOf('GET', path)}`);
    return found;
  };
  /** One page of a list. */
  const list = async (path) => {
    const found = await get(path);
    if (!Array.isArray(found)) throw new Error(`GitLab answers no list to ${nameOf('GET', path)}`);
    return found;
  };
  /** What is there; undefined where GitLab knows none. */
  const find = (path) =>
    get(path).catch((error) => {
      if (error.status !== 404) throw error;
    });
  /** All elements of a list, page by page. */
  const all = async (path) => {
    const found = [];
    for (let page = 1; ; page++) {
      const mark = path.includes('?') ? '&' : '?';
      const elements = await list(`${path}${mark}per_page=${pageSize}&page=${page}`);
      found.push(...elements);
      if (elements.length < pageSize) return found;
    }
  };
  return { call, get, list, find, all };
}

function nameOf(method, path) {
  return `${method} ${path.split('?')[0]}`;
}
