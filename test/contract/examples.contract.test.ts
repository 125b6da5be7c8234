import { expect, it } from 'vitest';
import { createEmulator, parseSeed } from '../../src/emulator/index.ts';
import { resources } from '../../src/emulator/resources/index.ts';
import { describeContract } from './describe-contract.ts';
import { DESCRIBED, type ExampleCall } from './described-resources.ts';
import { loadDescription, successesOf } from './description.ts';
import { isNode } from './openapi-schema.ts';

const ALL = [...DESCRIBED.values()];
const CALLS: readonly ExampleCall[] = ALL.flatMap(({ examples }) => examples);
const REFUSED = ALL.flatMap(({ refused = [] }) => refused);
const SEED = parseSeed(Object.assign({}, ...ALL.map(({ seed }) => seed)));

const EXPECTED = ALL.flatMap(({ differences = [] }) => differences);

describeContract('the examples of the description', () => {
  it.each(CALLS)('%s: the emulator answers with the same keys', (...[call, path, body = {}]) => {
    const emulator = createEmulator({ seed: SEED });
    if (path.includes('merge_history'))
      for (const from of ['lead', 'other'])
        emulator.foreign('POST', '/contacts/merge', { from, into: 'ada' });
    const [method = ''] = call.split(' ');
    const answer = emulator.foreign(method, path, body);
    const example = exampleOf(call);
    expect(answer.status).toBe(example?.status);
    const differences = compareKeys(example?.body, answer.body, '');
    expect(differences.filter((one) => !EXPECTED.some((pattern) => pattern.test(one)))).toEqual([]);
  });

  it('are all compared', () => {
    const served = resources
      .flatMap(({ routes }) => routes)
      .map(({ method, path }) => `${method} ${path.replace(/:\w+/g, '{}')}`);
    const described = loadDescription().operationNames.filter(
      (name) => served.includes(name.replace(/\{\w+\}/g, '{}')) && exampleOf(name) !== undefined,
    );
    expect([...CALLS.map(([call]) => call), ...REFUSED].sort()).toEqual(described.sort());
  });

  it('a key that is missing or too many would be seen', () => {
    expect(compareKeys({ a: [{ b: 1 }], c: 1 }, { a: [{ d: 1 }], c: 'text' }, '')).toEqual([
      '.a[].b',
      '.a[].d',
      '.c',
    ]);
  });
});

/** The first example of how a call is answered that was done; undefined where the description shows none. */
function exampleOf(call: string): { readonly status: number; readonly body: unknown } | undefined {
  const [method = '', template = ''] = call.split(' ');
  const { document, operation } = loadDescription();
  const described = operation(method, template);
  for (const status of described === undefined ? [] : successesOf(described)) {
    const answer = ['paths', template, method.toLowerCase(), 'responses', String(status)];
    const content = walk(document, [...answer, 'content', 'application/json']);
    const examples = isNode(content) ? content['examples'] : undefined;
    const [first] = isNode(examples) ? Object.values(examples) : [];
    if (isNode(first)) return { status, body: first['value'] };
  }
  return undefined;
}

function walk(node: unknown, pointer: readonly string[]): unknown {
  let found = node;
  for (const key of pointer) found = isNode(found) ? found[key] : undefined;
  return found;
}

/** Paths of keys that only one side has, and of values of another type; null fits all, and of lists the first entry counts. */
function compareKeys(wanted: unknown, given: unknown, path: string): string[] {
  if (wanted === null || given === null) return [];
  if (Array.isArray(wanted) && Array.isArray(given)) {
    if (wanted.length === 0 || given.length === 0) return [];
    return compareKeys(wanted[0], given[0], `${path}[]`);
  }
  if (!isNode(wanted) || !isNode(given)) return typeof wanted === typeof given ? [] : [path];
  const keys = new Set([...Object.keys(wanted), ...Object.keys(given)]);
  return [...keys].flatMap((key) =>
    key in wanted && key in given
      ? compareKeys(wanted[key], given[key], `${path}.${key}`)
      : [`${path}.${key}`],
  );
}
