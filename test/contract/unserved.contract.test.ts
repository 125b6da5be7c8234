import { expect, it } from 'vitest';
import { resources } from '../../src/emulator/resources/index.ts';
import { unservedRoutes } from '../../src/emulator/unserved.ts';
import { describeContract } from './describe-contract.ts';
import { loadDescription } from './description.ts';

describeContract('what the emulator does not serve of the description', () => {
  it('is told by name, all of it and nothing else', () => {
    const shape = (name: string) => name.replace(/\{\w+\}|:\w+/g, '{}');
    const names = (routes: typeof unservedRoutes) =>
      routes.map(({ method, path }) => shape(`${method} ${path}`));
    const served = new Set(names(resources.flatMap(({ routes }) => routes)));
    const missing = loadDescription()
      .operationNames.map(shape)
      .filter((name) => !served.has(name));
    expect(missing.length).toBeGreaterThan(50);
    expect(names(unservedRoutes).sort()).toEqual(missing.sort());
  });
});
