import { afterEach, describe, expect, it } from 'vitest';
import { validate } from '../../src/app/validate.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import { openWorld } from '../pull/pulled-world.ts';

const worlds: { remove(): void }[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environment?: string;
}

/** What validate finds in a project of these files, without a token or a request. */
async function findings(
  files: Readonly<Record<string, string>>,
  { env = {}, variables = {}, environment }: Given = {},
): Promise<readonly Diagnostic[]> {
  const world = openWorld({}, files);
  worlds.push(world);
  const { diagnostics } = await validate(
    {
      project: world.folder,
      ...(environment === undefined ? {} : { environment }),
      variables: new Map(Object.entries(variables)),
      target: [],
      exclude: [],
      allow: new Map(),
    },
    { ...world.ports, env },
  );
  expect(world.emulator.requests).toEqual([]);
  return diagnostics;
}

const attributes = (model: string, from: number, count: number, more = '') => `apiVersion: interform/v1
kind: DataAttributes
model: ${model}
attributes:
${Array.from({ length: count }, (_, at) => `  field ${model} ${from + at}: { type: string${more} }`).join('\n')}
`;

describe('the cap of custom attributes', () => {
  it('is found over all manifests', async () => {
    const found = await findings({
      'migrations/0001.yaml': attributes('contact', 1, 150),
      'migrations/0002.yaml': attributes('company', 1, 100),
      'migrations/0003.yaml': attributes('contact', 151, 2),
    });
    expect(found).toMatchObject([
      {
        code: 'attribute-cap',
        severity: 'error',
        summary: 'the manifests declare 252 custom attributes',
        detail: expect.stringContaining('152 of contacts and 100 of companies, in 3 files'),
        file: 'migrations/0003.yaml',
        line: 5,
      },
    ]);
  });

  it('counts neither archived ones nor one that is revised twice', async () => {
    const found = await findings({
      'migrations/0001.yaml': attributes('contact', 1, 220),
      'migrations/0002.yaml': attributes('contact', 1, 220),
      'migrations/0003.yaml': attributes('contact', 221, 60, ', archived: true'),
      'migrations/0004.yaml': attributes('contact', 1, 20, ', archived: true'),
    });
    expect(found.filter(({ code }) => code === 'attribute-cap')).toEqual([]);
  });

  it.each([
    [250, 'warning'],
    [251, 'error'],
  ])('is an error from 251 on: %i', async (count, severity) => {
    const found = await findings({ 'migrations/0001.yaml': attributes('company', 1, count) });
    expect(found).toMatchObject([{ code: 'attribute-cap', severity }]);
  });

  it.each([
    ['warn', ['warning']],
    ['off', ['error']],
  ])(
    'can be a warning, where the workspace has a higher one, and is never silent: %s',
    async (level, severities) => {
      const found = await findings({
        'interform.yaml': `apiVersion: interform/v1\nkind: Project\nrules: { attribute-cap: ${level} }\n`,
        'migrations/0001.yaml': attributes('contact', 1, 260),
      });
      expect(found.map(({ severity }) => severity)).toEqual(severities);
    },
  );
});
