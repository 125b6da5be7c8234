import type { Described } from './description.ts';
import { parseJson, type ReceivedResponse } from './exchange.ts';
import type { Rules } from './schemas.ts';

/** Everything that the description has against an answer. */
export function responseViolations(response: ReceivedResponse, rules: Rules): string[] {
  const { pathname } = new URL(response.url);
  const operation = rules.description.operation(response.method, pathname);
  const status = String(response.status);
  const name = operation?.name ?? `${response.method} ${pathname}`;
  return checkAnswer().map((violation) => `${name} → ${status}: ${violation}`);

  function checkAnswer(): string[] {
    if (operation === undefined || !operation.answers.has(status)) {
      const tolerated = rules.exceptions.some(({ statuses }) => statuses?.has(response.status));
      return tolerated ? checkBody(response, ERROR, rules) : ['the status is not described'];
    }
    const described = operation.answers.get(status);
    if (described !== undefined) return checkBody(response, described, rules);
    return response.body === ''
      ? []
      : [`a body came where none is described: ${response.body.slice(0, 120)}`];
  }
}

const ERROR: Described = {
  schema: { $ref: '#/components/schemas/error' },
  pointer: '/components/schemas/error',
};

function checkBody(response: ReceivedResponse, described: Described, rules: Rules): string[] {
  const type = new Headers(response.headers).get('content-type');
  const violations = /^application\/json\b/.test(type ?? '')
    ? []
    : [`Content-Type is ${type ?? 'absent'}, not application/json`];
  const parsed = parseJson(response.body);
  if (parsed === undefined) return [...violations, `the body is not JSON: ${response.body.slice(0, 120)}`];
  return [...violations, ...rules.schemas.of(described, 'response')(parsed.value)];
}
