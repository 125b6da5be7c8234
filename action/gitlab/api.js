// What the scripts for GitLab know of its API.

/** For one request. */
const timeoutMs = 30_000;
/** What the API gives at most. */
const pageSize = 100;

export function env(name) {
  return process.env[name] ?? '';
}

export function say(text) {
  process.stdout.write(`interform: ${text.replaceAll(/[\r\n]/g, ' ')}\n`);
}

export function fail(message) {
  process.stderr.write(`interform: ${message.replaceAll(/[\r\n]/g, ' ')}\n`);
  process.exit(1);
}

/** The API with one token. Its functions throw for a refusal, with its `status`. */
export function gitlab(token) {
  const call = async (method, path, body) => {
    const response = await fetch(`${env('CI_API_V4_URL')}${path}`, {
      method,
      // Not `private-token`: that one would follow a redirect to another host, where artifacts are.
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const { status } = response;
    throw Object.assign(new Error(`GitLab answers ${status} to ${method} ${path.split('?')[0]}`), { status });
  };
  const get = async (path) => (await call('GET', path)).json();
  /** All elements of a list, page by page. */
  const all = async (path) => {
    const found = [];
    for (let page = 1; ; page++) {
      const elements = await get(`${path}?per_page=${pageSize}&page=${page}`);
      found.push(...elements);
      if (elements.length < pageSize) return found;
    }
  };
  return { call, get, all };
}

/** The path of the project in the API. */
export function project() {
  return `/projects/${encodeURIComponent(env('CI_PROJECT_ID'))}`;
}
