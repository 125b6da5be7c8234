import type { Operation } from './description.ts';
import { parseJson, type SentRequest } from './exchange.ts';
import type { SchemaNode } from './openapi-schema.ts';
import type { Rules } from './schemas.ts';

/** Everything that the description has against a request. */
export function requestViolations(request: SentRequest, rules: Rules): string[] {
  const url = new URL(request.url);
  const operation = rules.description.operation(request.method, url.pathname);
  if (operation === undefined) return [`${request.method} ${url.pathname} is not in the description`];
  const violations = [
    ...checkHeaders(operation, request, rules),
    ...checkPath(operation, rules),
    ...checkQuery(operation, url.searchParams, rules),
    ...checkBody(operation, request.body, rules),
  ];
  return violations.map((violation) => `${operation.name}: ${violation}`);
}

/** The description wants a bearer token on every call; the version header must name the version that it describes. */
function checkHeaders(operation: Operation, request: SentRequest, rules: Rules): string[] {
  const headers = new Headers(request.headers);
  const violations: string[] = [];
  if (!/^Bearer \S+$/.test(headers.get('authorization') ?? '')) violations.push('no bearer token');
  const type = headers.get('content-type');
  if (request.body !== null && !/^application\/json\b/.test(type ?? '')) {
    violations.push(`the body is sent as ${type ?? 'no type'}, not as application/json`);
  }
  for (const { name, schema } of operation.parameters.filter(({ place }) => place === 'header')) {
    const value = headers.get(name);
    if (value !== null) violations.push(...checkText(schema, value, `header ${name}`, operation, rules));
  }
  const version = headers.get('intercom-version');
  if (version !== null && version !== rules.description.version) {
    violations.push(`Intercom-Version is ${version}, the description is of ${rules.description.version}`);
  }
  return violations;
}

function checkPath(operation: Operation, rules: Rules): string[] {
  return operation.parameters
    .filter(({ place }) => place === 'path')
    .flatMap(({ name, schema }) =>
      checkText(schema, operation.pathValues.get(name) ?? '', `path parameter ${name}`, operation, rules),
    );
}

function checkQuery(operation: Operation, query: URLSearchParams, rules: Rules): string[] {
  const documented = operation.parameters.filter(({ place }) => place === 'query');
  const tolerated = rules.exceptions.flatMap((exception) =>
    Object.entries(exception.query?.[operation.name] ?? {}),
  );
  const known = new Map<string, SchemaNode>([
    ...tolerated,
    ...documented.map(({ name, schema }): [string, SchemaNode] => [name, schema]),
  ]);

  const violations = documented
    .filter(({ name, required }) => required && !query.has(name))
    .map(({ name }) => `no query parameter ${name}`);
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    const schema = known.get(name);
    if (schema === undefined) violations.push(`unknown query parameter ${name}`);
    else if (values.length > 1) violations.push(`query parameter ${name} is given ${values.length} times`);
    else violations.push(...checkText(schema, values[0] ?? '', `query parameter ${name}`, operation, rules));
  }
  return violations;
}

/** Checks a value that travels as text: numbers and booleans are read first. */
function checkText(
  schema: SchemaNode,
  text: string,
  where: string,
  operation: Operation,
  rules: Rules,
): string[] {
  const described = { schema, pointer: `${operation.pointer}/${where}` };
  const validate = rules.schemas.of(described, 'request');
  return validate(readText(schema, text)).map((violation) => violation.replace(/^body/, where));
}

function readText(schema: SchemaNode, text: string): unknown {
  if (schema['type'] === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (schema['type'] === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function checkBody(operation: Operation, body: string | null, rules: Rules): string[] {
  if (operation.body === undefined) return body === null ? [] : ['a body is sent where none is described'];
  const validate = rules.schemas.of(operation.body, 'request');
  if (body === null) {
    // The description calls most bodies optional and their keys required: no body is as good as an empty one.
    return operation.bodyRequired
      ? ['the body is missing']
      : validate({}).map((violation) => `the body is missing: ${violation}`);
  }
  const parsed = parseJson(body);
  return parsed === undefined ? ['the body is not JSON'] : validate(parsed.value);
}
