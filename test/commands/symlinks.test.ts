import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const isBuilt = existsSync(join(root, 'dist', 'commands', 'main.js'));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-links-'));
  link('npm/node_modules/interform', root);
  link('npm/node_modules/.bin/interform', '../interform/bin/run.js');
  link('pnpm/node_modules/.pnpm/interform@1/node_modules/interform', root);
  link('pnpm/node_modules/interform', '.pnpm/interform@1/node_modules/interform');
  link('global/lib/node_modules/interform', root);
  link('global/bin/interform', '../lib/node_modules/interform/bin/run.js');
  link('workspace', root);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function link(path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

function node(script: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH = '' } = process.env;
  const run = spawnSync(process.execPath, [join(folder, script), ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, ...env },
  });
  return { exit: run.status, out: run.stdout, err: run.stderr };
}

/** How Node.js can be told to take a path for what it is called by. */
const MODES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['as it comes', {}],
  ['with --preserve-symlinks', { NODE_PRESERVE_SYMLINKS: '1' }],
  ['with --preserve-symlinks-main', { NODE_PRESERVE_SYMLINKS_MAIN: '1' }],
  ['with both', { NODE_PRESERVE_SYMLINKS: '1', NODE_PRESERVE_SYMLINKS_MAIN: '1' }],
];

describe.skipIf(!isBuilt)('the command line, called through links (skipped where dist is not built)', () => {
  describe.each(MODES)('%s', (_mode, env) => {
    it.each([
      ['npm link', 'npm/node_modules/.bin/interform'],
      ['a linked folder of npm', 'npm/node_modules/interform/bin/run.js'],
      ['pnpm', 'pnpm/node_modules/interform/bin/run.js'],
      ['a global installation', 'global/bin/interform'],
      ['a linked checkout', 'workspace/bin/run.js'],
    ])('%s', (_layout, script) => {
      expect(node(script, ['version'], env).out).toContain(`interform/${version} `);
      const unknown = node(script, ['destroy'], env);
      expect([unknown.exit, unknown.out]).toEqual([1, '']);
      expect(unknown.err).toContain('error[unknown-command]: "destroy" is not a command');
    });
  });
});

describe('the scripts of the action, called through links', () => {
  it.each([
    ['node_modules of npm', 'npm/node_modules/interform'],
    ['node_modules of pnpm', 'pnpm/node_modules/interform'],
    ['a linked checkout', 'workspace'],
  ])('refuse a command that there is not: %s', (_layout, at) => {
    for (const [, mode] of MODES) {
      const ran = node(`${at}/action/github/inputs.js`, [], {
        ...mode,
        INPUT_COMMAND: 'destroy',
        RUNNER_TEMP: folder,
      });
      expect(ran.exit).toBe(1);
      expect(`${ran.out}${ran.err}`).toContain('not "destroy"');
    }
  });
});

/** Where a script compares its own path with what was called, it does nothing when the two are a link and its target. */
const GUARDS = [/argv\[1\]/, /import\.meta\.(?:main|filename)/, /require\.main/];

describe('no script', () => {
  it('does its work only where it is called by its own path', () => {
    const scripts = ['action', 'bin'].flatMap((top) =>
      readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.js'))
        .map((name) => join(top, name)),
    );
    expect(scripts.length).toBeGreaterThan(10);
    const guarded = scripts.filter((script) => {
      const text = readFileSync(join(root, script), 'utf8');
      return GUARDS.some((guard) => guard.test(text));
    });
    expect(guarded).toEqual([]);
  });
});
