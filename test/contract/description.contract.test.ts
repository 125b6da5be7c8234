import { expect, it } from 'vitest';
import { createContract } from './contract.ts';
import { describeContract } from './describe-contract.ts';
import { DESCRIBED, endpointsOf } from './described-resources.ts';
import { type Description, loadDescription, successesOf } from './description.ts';
import { isNode, type SchemaNode } from './openapi-schema.ts';
import { request, response } from './samples.ts';

describeContract('the official description', () => {
  it('is the one of Intercom 2.16', () => {
    expect(loadDescription().version).toBe('2.16');
  });

  it.each(endpointsOf())('knows %s, names its path parameters and describes an answer', (endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ');
    const operation = loadDescription().operation(method, path);
    if (operation === undefined) throw new Error('the description does not know it');
    expect(successesOf(operation)).not.toEqual([]);
    const named = operation.parameters.filter(({ place }) => place === 'path').map(({ name }) => name);
    expect(named.sort()).toEqual([...operation.pathValues.keys()].sort());
  });

  it.each([
    ['POST', '/tags', [200]],
    ['POST', '/audiences', [201]],
    ['POST', '/events', [202]],
    ['DELETE', '/audiences/1', [204]],
  ])('says of %s %s that it answers %j where it was done', (method, path, statuses) => {
    const operation = loadDescription().operation(method, path);
    expect(operation && successesOf(operation)).toEqual(statuses);
  });

  it('prefers a literal segment to a template', () => {
    const name = (method: string, path: string) => loadDescription().operation(method, path)?.name;
    expect(name('GET', '/companies/scroll')).toBe('GET /companies/scroll');
    expect(name('GET', '/companies/6762')).toBe('GET /companies/{company_id}');
    expect(name('POST', '/contacts/merge')).toBe('POST /contacts/merge');
    expect(name('GET', '/contacts/find_by_external_id/tags')).toBe(
      'GET /contacts/find_by_external_id/{external_id}',
    );
  });

  it('decodes the values of a path', () => {
    const operation = loadDescription().operation('GET', '/contacts/find_by_external_id/ada%2Fvip');
    expect(operation?.pathValues.get('external_id')).toBe('ada/vip');
  });

  it('does not know other methods and paths', () => {
    const { operation } = loadDescription();
    expect(operation('PATCH', '/contacts/a')).toBeUndefined();
    expect(operation('GET', '/contacts/a/b/c')).toBeUndefined();
    expect(operation('GET', '/contacts/')).toBeUndefined();
  });

  it('has nothing against its own examples of answers, once the exceptions are made', () => {
    const description = loadDescription();
    const { checkResponse } = createContract(description);
    const violations: string[] = [];
    let seen = 0;
    for (const [method, path, node] of endpointNodes(description)) {
      for (const [status, answer] of Object.entries(isNode(node['responses']) ? node['responses'] : {})) {
        for (const [, body] of examples(answer)) {
          seen += 1;
          violations.push(...checkResponse(response(method, path, Number(status), body)));
        }
      }
    }
    expect(violations).toEqual([]);
    expect(seen).toBeGreaterThan(60);
  });

  it('refuses the examples of requests that show an error or contradict its schema, and accepts the others', () => {
    const description = loadDescription();
    const { checkRequest } = createContract(description);
    const refused: string[] = [];
    let accepted = 0;
    for (const [method, path, node] of endpointNodes(description)) {
      for (const [name, body] of examples(node['requestBody'])) {
        if (checkRequest(request(method, path, body)).length === 0) accepted += 1;
        else refused.push(`${method} ${path}: ${name}`);
      }
    }
    expect(refused).toEqual([...DESCRIBED.values()].flatMap(({ wrongRequests = [] }) => wrongRequests));
    expect(refused.length).toBeGreaterThan(5);
    expect(accepted).toBeGreaterThan(20);
  });
});

function endpointNodes(description: Description): [string, string, SchemaNode][] {
  return endpointsOf().map((endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ');
    const name = description.operation(method, path)?.name ?? '';
    return [method, path, operationNode(description.document, name)];
  });
}

function operationNode(document: SchemaNode, name: string): SchemaNode {
  const [method = '', template = ''] = name.split(' ');
  const paths = document['paths'];
  const item = isNode(paths) ? paths[template] : undefined;
  const node = isNode(item) ? item[method.toLowerCase()] : undefined;
  if (!isNode(node)) throw new Error(`no operation ${name}`);
  return node;
}

/** Name and value of each example. */
function examples(holder: unknown): [string, unknown][] {
  const content = isNode(holder) ? holder['content'] : undefined;
  const media = isNode(content) ? content['application/json'] : undefined;
  const named = isNode(media) ? media['examples'] : undefined;
  return Object.entries(isNode(named) ? named : {}).map(([name, example]) => [
    name,
    isNode(example) ? example['value'] : example,
  ]);
}
