import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from '../docs/pages.ts';
import { OutsideProject } from './outside-project.ts';

let outside: OutsideProject;
beforeAll(() => {
  outside = new OutsideProject();
  // Old resolution of modules goes by the package that the program stands in.
  outside.write('package.json', JSON.stringify({ name: 'outside', private: true }));
});
afterAll(() => {
  rmSync(outside.folder, { recursive: true, force: true });
});

const BODY = `
async function main() {
  const seed = parseSeed({ contacts: [{ id: 'ada', external_id: 'customer-1', email: 'ada@acme.test' }] });
  const emulator = createEmulator({ seed, clock: parseClock('2026-01-15T00:00:00Z') });
  const answer = await emulator.fetch('http://any/contacts/ada', { headers: { authorization: 'Bearer any' } });
  const { email, created_at } = await answer.json();
  const { url, close } = await emulator.listen();
  const reset = await fetch(url + '/_emulator/reset', { method: 'POST' });
  await close();
  console.log(JSON.stringify([email, created_at, reset.status]));
}
main();
`;
const PRINTED = '["ada@acme.test",1768435200,200]';

/** The same with types, and a mistake that the compiler has to find. */
const TYPED = `
import { createEmulator, type Emulator, type EmulatorSeed, parseClock, parseSeed } from 'interform/emulator';
import { plan, type ProjectOptions } from 'interform';
${BODY.replace('const seed =', 'const seed: EmulatorSeed =')
  .replace('const emulator =', 'const emulator: Emulator =')
  .replace('await answer.json()', '(await answer.json()) as { email: string; created_at: number }')}
export const options: ProjectOptions = { project: 'crm' };
export const planned = (): ReturnType<typeof plan> => plan(options);
// @ts-expect-error: there is no option of this name.
export const wrong = createEmulator({ seeds: {} });
`;

describe('the emulator for programs that are no modules', () => {
  it('is there by require', () => {
    outside.write(
      'main.cjs',
      `const { createEmulator, parseClock, parseSeed } = require('interform/emulator');${BODY}`,
    );
    expect(outside.run('main.cjs')).toBe(PRINTED);
  });

  it('is the same by import, with everything that it exports', () => {
    const names = `Object.keys(require('interform/emulator'))`;
    outside.write(
      'names.cjs',
      `import('interform/emulator').then((all) => console.log(${names}.length > 8, ${names}.sort().join() === Object.keys(all).sort().join()));`,
    );
    expect(outside.run('names.cjs')).toBe('true true');
  });

  it('is found where package.json has no word of exports', () => {
    outside.write(
      'old.cjs',
      `console.log(typeof require('./node_modules/interform/emulator').createEmulator);`,
    );
    expect(outside.run('old.cjs')).toBe('function');
  });
});

const LIBRARY = `
const { apply, plan, render, validate } = require('interform');
const { createEmulator } = require('interform/emulator');
async function main() {
  const project = { project: 'crm', env: { INTERCOM_ACCESS_TOKEN: 'any' }, fetch: createEmulator().fetch };
  const { declared } = await validate(project);
  const planned = await plan(project);
  const applied = await apply({ ...project, approve: () => true });
  const text = await render(planned.plan, { format: 'text' });
  console.log(JSON.stringify([declared.contact, applied.exit, applied.result.summary.done, text.includes('Ada')]));
}
main();
`;

const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: people
contacts:
  - { external_id: customer-1, email: ada@acme.test, name: Ada }
`;

/** Runs library.cjs and what it requires of interform where built-in errors are no `Error`. */
const CONTEXT = `
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const vm = require('node:vm');
const lent = Object.getOwnPropertyNames(globalThis).filter((name) => !/^(Error|.*Error|Object|Array|Function|JSON|Promise|globalThis|eval)$/.test(name));
const context = vm.createContext(Object.fromEntries(lent.map((name) => [name, globalThis[name]])));
const loaded = new Map();
function load(file) {
  if (loaded.has(file)) return loaded.get(file).exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const outer = createRequire(file);
  const inner = (name) => {
    const path = outer.resolve(name);
    return path.includes('interform/dist') ? load(path) : outer(name);
  };
  const names = ['exports', 'require', 'module', '__filename', '__dirname'];
  vm.compileFunction(readFileSync(file, 'utf8'), names, { parsingContext: context, filename: file })(
    ...[module.exports, inner, module, file, dirname(file)],
  );
  return module.exports;
}
load(require.resolve('./library.cjs'));
`;

describe('the library for programs that are no modules', () => {
  it('plans and applies by require', () => {
    outside.write('crm/migrations/0001-people.yaml', PEOPLE);
    outside.write('library.cjs', LIBRARY);
    expect(outside.run('library.cjs')).toBe('[1,0,1,true]');
  });

  it('does so in a context with an Error of its own, as Jest makes one', () => {
    outside.write('apart/crm/migrations/0001-people.yaml', PEOPLE);
    outside.write('library.cjs', LIBRARY.replace("'crm'", "'apart/crm'"));
    outside.write('context.cjs', CONTEXT);
    expect(outside.run('context.cjs')).toBe('[1,0,1,true]');
  });
});

/** What Jest lends a test, as far as the page uses it. */
const JEST = `
const assert = require('node:assert');
const { after, before, beforeEach, test } = require('node:test');
const expect = (found) => ({ toBe: (wanted) => assert.strictEqual(found, wanted) });
Object.assign(globalThis, { afterAll: after, beforeAll: before, beforeEach, expect, test });
`;

describe('the test for Jest on the page', () => {
  it('passes', () => {
    const block = readPage('docs/guides/emulator.md').blocks.find(({ file }) => file === 'crm.test.js');
    outside.write('jest.cjs', JEST);
    outside.write('crm.test.js', `require('./jest.cjs');\n${block?.text}`);
    const said = outside.run('crm.test.js');
    expect(said).toMatch(/^. pass 2$/m);
    expect(said).toMatch(/^. fail 0$/m);
  });
});

describe('the types of the emulator', () => {
  it.each([
    ['node10', 'main.ts', { compiler: 'former', module: 'commonjs', moduleResolution: 'node10' }, 'main.js'],
    ['node16 of CommonJS', 'main.cts', { module: 'node16', moduleResolution: 'node16' }, 'main.cjs'],
    ['node16 of modules', 'main.mts', { module: 'node16', moduleResolution: 'node16' }, 'main.mjs'],
    ['nodenext of CommonJS', 'main.cts', { module: 'nodenext', moduleResolution: 'nodenext' }, 'main.cjs'],
    ['a bundler', 'main.mts', { module: 'esnext', moduleResolution: 'bundler' }, 'main.mjs'],
    [
      'node16 of CommonJS, with TypeScript 5',
      'main.cts',
      { compiler: 'former', module: 'node16', moduleResolution: 'node16' },
      'main.cjs',
    ],
  ] as const)('are found by %s, and the program runs', (_name, file, options, built) => {
    outside.write(file, TYPED);
    expect(outside.compile(file, options)).toBe('');
    expect(outside.run(`built/${built}`)).toBe(PRINTED);
  });
});
