// What only GitHub's GraphQL API knows.
import { env } from './api.js';

/** For one request. */
const timeoutMs = 30_000;

/** The `data` of the answer. Throws where there is none; GraphQL says so with status 200. */
export async function query(text, variables) {
  const response = await fetch(env('GITHUB_GRAPHQL_URL') || `${env('GITHUB_API_URL')}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${env('GITHUB_TOKEN')}`,
      'content-type': 'application/json',
      'user-agent': 'interform',
    },
    signal: AbortSignal.timeout(timeoutMs),
    body: JSON.stringify({ query: text, variables }),
  });
  const { data, errors, message } = await response.json().catch(() => ({}));
  if (data != null && errors === undefined) return data;
  throw new Error(
    `GitHub answers ${response.status} to POST /graphql: ${errors?.map((one) => one.message).join('; ') ?? message ?? ''}`,
  );
}
