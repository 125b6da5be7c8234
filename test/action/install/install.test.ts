import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ciFiles } from '../../../src/app/init-ci/index.ts';
import { root } from '../composite.ts';
import { Registry } from './registry.ts';

const scripts = { preinstall: 'touch "$OWNED/script"', postinstall: 'touch "$OWNED/script"' };

let [registry, evil]: Registry[] = [];
let workspace: string;
let integrity: string;

beforeEach(async () => {
  [registry, evil] = await Promise.all([Registry.open(), Registry.open()]);
  workspace = mkdtempSync(join(tmpdir(), 'interform-install-'));
  const bell = registry.publish({ name: 'bell', version: '1.0.0', ...{ scripts } }, {}, folder());
  registry.publish({ name: 'bell', version: '1.9.0', ...{ scripts } }, {}, folder());
  const dependencies = { bell: '^1.0.0' };
  const manifest = { name: 'interform', version: '0.1.0', type: 'module', dependencies, scripts };
  const lock = {
    name: 'interform',
    version: '0.1.0',
    lockfileVersion: 3,
    packages: { '': { ...manifest }, 'node_modules/bell': { version: '1.0.0', integrity: bell } },
  };
  integrity = registry.publish(
    manifest,
    {
      'npm-shrinkwrap.json': JSON.stringify(lock),
      'action.yml': 'name: interform',
      ...Object.fromEntries(
        ['action/whole.js', 'action/tree.js'].map((file) => [file, readFileSync(join(root, file), 'utf8')]),
      ),
    },
    folder(),
  );
  evil.publish({ name: 'interform', version: '0.1.0' }, { 'action.yml': 'name: owned' }, folder());
  evil.publish({ name: 'bell', version: '1.0.0' }, {}, folder());
  hostileCheckout('repository');
});
afterEach(async () => {
  await Promise.all([registry?.close(), evil?.close()]);
  rmSync(workspace, { recursive: true, force: true });
});

describe('interform in a workspace with a hostile checkout', () => {
  it('would be what a committed file says, in the checkout itself', async () => {
    rmSync(join(workspace, 'repository'), { recursive: true });
    mkdirSync(join(workspace, 'repository'));
    writeFileSync(join(workspace, 'repository/.npmrc'), `registry=${evil?.url}\n`);
    const command = 'npm install --no-save --ignore-scripts --no-audit --no-fund interform@0.1.0';
    const { exit, log } = await npmIn(join(workspace, 'repository'), command);
    expect({ exit, log }).toMatchObject({ exit: 0 });
    const action = join(workspace, 'repository/node_modules/interform/action.yml');
    expect(readFileSync(action, 'utf8')).toBe('name: owned');
  });

  it('is what was released, with the tree that it was released with, and runs nothing', async () => {
    const { exit, log } = await npmIn(workspace, installStep());
    expect({ exit, log }).toMatchObject({ exit: 0 });
    const installed = join(workspace, 'interform/node_modules/interform');
    expect(readFileSync(join(installed, 'action.yml'), 'utf8')).toBe('name: interform');
    // ^1.0.0 is 1.9.0 by now; overrides of the checkout say 6.6.6.
    expect(versionOf(join(installed, 'node_modules/bell'))).toBe('1.0.0');
    expect(readdirSync(join(workspace, 'interform/node_modules'))).toEqual([
      '.package-lock.json',
      'interform',
    ]);
    expect(evil?.asked).toEqual([]);
    expect(existsSync(join(workspace, 'owned'))).toBe(false);
  });

  it('is the same where a self-hosted runner left another checkout in the workspace itself', async () => {
    hostileCheckout('.');
    mkdirSync(join(workspace, 'interform'));
    writeFileSync(join(workspace, 'interform/.npmrc'), `registry=${evil?.url}\n`);
    const { exit, log } = await npmIn(workspace, installStep());
    expect({ exit, log }).toMatchObject({ exit: 0 });
    expect(versionOf(join(workspace, 'interform/node_modules/interform/node_modules/bell'))).toBe('1.0.0');
    expect(evil?.asked).toEqual([]);
    expect(existsSync(join(workspace, 'owned'))).toBe(false);
  });

  it('is refused where a registry serves another dependency under that version', async () => {
    registry?.swap('bell', '1.0.0', { name: 'bell', version: '1.9.0' });
    const { exit, log } = await npmIn(workspace, installStep());
    expect(exit).not.toBe(0);
    // npm leaves out what it does not trust, and says nothing.
    expect(log).toContain('bell@1.0.0 missing');
    expect(existsSync(join(workspace, 'interform/node_modules/interform/node_modules/bell'))).toBe(false);
  });

  it('is refused where a registry serves another interform, and init knew the hash', async () => {
    expect((await npmIn(workspace, installStep(integrity))).exit).toBe(0);
    registry?.publish({ name: 'interform', version: '0.1.1' }, { 'action.yml': 'name: owned' }, folder());
    registry?.swap('interform', '0.1.0', { name: 'interform', version: '0.1.1' });
    const { exit, log } = await npmIn(workspace, installStep(integrity));
    expect(exit).not.toBe(0);
    expect(log).toContain('EINTEGRITY');
  });
});

describe('a release', () => {
  it('brings its tree: what the lock says, checked by hash, without addresses and what only development needs', () => {
    const at = join(root, 'npm-shrinkwrap.json');
    const {
      scripts: steps,
      dependencies,
      devDependencies,
      files,
    } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(steps).toMatchObject({
      prepack: 'node release/shrinkwrap.js write',
      postpack: 'node release/shrinkwrap.js remove',
    });
    execFileSync('node', ['release/shrinkwrap.js', 'write'], { cwd: root });
    try {
      const { packages } = JSON.parse(readFileSync(at, 'utf8'));
      const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
      expect(packages['']).toMatchObject({ dependencies });
      expect(packages['']).not.toHaveProperty('devDependencies');
      for (const name of Object.keys(dependencies))
        expect(packages[`node_modules/${name}`].version).toBe(lock[`node_modules/${name}`].version);
      for (const name of Object.keys(devDependencies))
        expect(packages).not.toHaveProperty(`node_modules/${name}`);
      const { '': _, ...entries } = packages;
      expect(Object.keys(entries).length).toBeGreaterThan(50);
      for (const [path, entry] of Object.entries<Record<string, unknown>>(entries)) {
        expect(entry['integrity'], path).toMatch(/^sha512-/);
        expect(entry, path).not.toHaveProperty('resolved');
      }
      expect(files).toContain('npm-shrinkwrap.json');
    } finally {
      execFileSync('node', ['release/shrinkwrap.js', 'remove'], { cwd: root });
    }
    expect(existsSync(at)).toBe(false);
  });
});

function folder(): string {
  return mkdtempSync(join(workspace, '..', 'interform-package-'));
}

/** What a pull request could commit to have its code run by npm. */
function hostileCheckout(where: string): void {
  const evilCode = join(workspace, where, 'evil.js');
  const files: Record<string, string> = {
    'evil.js': 'require("node:fs").mkdirSync(process.env.OWNED, { recursive: true });',
    'evil.sh': '#!/bin/sh\nmkdir -p "$OWNED"\nexec sh "$@"\n',
    '.npmrc': [
      `registry=${evil?.url}`,
      `node-options=--require=${evilCode}`,
      'ignore-scripts=false',
      `script-shell=${join(workspace, where, 'evil.sh')}`,
      `prefix=${join(workspace, where)}`,
      `globalconfig=${join(workspace, where, '.npmrc')}`,
      '',
    ].join('\n'),
    'package.json': JSON.stringify({
      name: 'acme',
      version: '1.0.0',
      workspaces: ['interform', '../interform'],
      overrides: { bell: '6.6.6' },
      scripts: {
        preinstall: 'mkdir -p "$OWNED"',
        install: 'mkdir -p "$OWNED"',
        prepare: 'mkdir -p "$OWNED"',
      },
      packageManager: 'pnpm@9.0.0',
    }),
    'node_modules/interform/package.json': JSON.stringify({ name: 'interform', version: '0.1.0' }),
    'node_modules/interform/action.yml': 'name: owned',
    'npm-shrinkwrap.json': '{"lockfileVersion":3,"packages":{}}',
    'node.config.json': '{"nodeOptions":{"import":["./evil.js"]}}',
    '.env': `NODE_OPTIONS=--require=${evilCode}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, where, name)), { recursive: true });
    writeFileSync(join(workspace, where, name), text, { mode: 0o755 });
  }
}

/** The step of the workflow that init writes. */
function installStep(known?: string): string {
  const sketch = {
    version: '0.1.0',
    environments: [],
    tokenEnv: 'INTERCOM_ACCESS_TOKEN',
    manifests: ['migrations'],
    project: '',
    branch: 'main',
    ...(known === undefined ? {} : { integrity: known }),
  };
  const [text = ''] = ciFiles('github', sketch).values();
  const steps: readonly { readonly run?: string }[] = parse(text).jobs.apply.steps;
  const [run = '', ...more] = steps.flatMap((step) => step.run ?? []);
  expect(more).toEqual([]);
  return run;
}

function versionOf(at: string): string {
  return JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')).version;
}

/** As a job runs a step, where npm knows the registry of the runner. */
function npmIn(cwd: string, script: string): Promise<{ readonly exit: number; readonly log: string }> {
  const home = mkdtempSync(join(workspace, '..', 'interform-home-'));
  writeFileSync(join(home, '.npmrc'), `registry=${registry?.url}\nupdate-notifier=false\n`);
  return new Promise((resolve) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: home, CI: 'true', OWNED: join(workspace, 'owned') },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    child.on('close', (code) => resolve({ exit: code ?? -1, log }));
  });
}
