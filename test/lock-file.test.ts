import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  ALLOWED_SCRIPTS,
  type Fields,
  installedFindings,
  lockFindings,
  scriptFindings,
} from './lock-file-rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): Fields => JSON.parse(readFileSync(join(root, path), 'utf8'));
const lock = read('package-lock.json');
const manifest = read('package.json');
const paths = Object.keys(lock['packages'] as object).filter((path) => path !== '');
const INSTALLED = 'node_modules/.package-lock.json';

describe('the lock file', () => {
  it('names one archive of each package by its sha512, and says nothing of where it is fetched', () => {
    expect(paths.length).toBeGreaterThan(200);
    expect(lockFindings(lock, manifest)).toEqual([]);
  });

  it('holds no package that runs something when it is installed, but for those that are allowed', () => {
    const installed = paths.filter((path) => existsSync(join(root, path, 'package.json')));
    expect(installed.length).toBeGreaterThan(100);
    const found = installed.flatMap((path) =>
      scriptFindings(path, {
        manifest: read(`${path}/package.json`),
        hasGyp: existsSync(join(root, path, 'binding.gyp')),
      }),
    );
    expect(found).toEqual([]);
  });

  it.skipIf(!existsSync(join(root, INSTALLED)))(
    'is what is installed (skipped where another program than npm installed)',
    () => expect(installedFindings(lock, read(INSTALLED))).toEqual([]),
  );

  it('is checked whole: a script of a new package is found, one that is allowed is not', () => {
    const runs = { manifest: { scripts: { postinstall: 'node steal.js' } }, hasGyp: false };
    expect(scriptFindings('node_modules/yaml', runs)).toEqual([
      'node_modules/yaml: runs postinstall when it is installed',
    ]);
    expect(scriptFindings('node_modules/yaml', { manifest: {}, hasGyp: true })).toHaveLength(1);
    for (const name of Object.keys(ALLOWED_SCRIPTS))
      expect(scriptFindings(`node_modules/vitest/node_modules/${name}`, runs)).toEqual([]);
    expect(scriptFindings('node_modules/lmdb/node_modules/yaml', runs)).toHaveLength(1);
  });
});

/** A copy of the lock in which one line is another. */
function tampered(from: string | RegExp, to: string): Fields {
  const text = JSON.stringify(lock, null, 2);
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`the lock has no ${String(from)}`);
  return JSON.parse(changed);
}

const YAML = '"node_modules/yaml": {';

describe('a lock file of which one line was changed', () => {
  it.each<[string, string | RegExp, string, string]>([
    [
      'lost a hash',
      /"node_modules\/yaml": \{(\s+"version": "[^"]+",)\s+"integrity": "[^"]+",/,
      `${YAML}$1`,
      'has no sha512',
    ],
    [
      'has a weaker hash',
      /"integrity": "sha512-[^"]+"/,
      `"integrity": "sha1-${'A'.repeat(27)}="`,
      'has no sha512',
    ],
    ['has a second hash', /("integrity": "sha512-[^"]+)"/, `$1 sha1-${'A'.repeat(27)}="`, 'has no sha512'],
    ['has a hash cut short', /("integrity": "sha512-[^"]{20})[^"]+"/, '$1=="', 'has no sha512'],
    ['says where to fetch', YAML, `${YAML} "resolved": "https://evil.test/yaml.tgz",`, 'has resolved'],
    [
      'has an address for a version',
      /("node_modules\/yaml": \{\s+"version": ")[^"]+/,
      '$1https://evil.test/yaml.tgz',
      'no exact version',
    ],
    ['takes another package', YAML, `${YAML} "name": "evil",`, 'is another package'],
    ['takes a folder', YAML, `${YAML} "link": true,`, 'has link'],
    ['takes what another archive brings', YAML, `${YAML} "inBundle": true,`, 'has inBundle'],
    ['runs a script', YAML, `${YAML} "hasInstallScript": true,`, 'runs a script'],
    ['lacks a package', YAML, '"node_modules/yaml-2": {', 'root: yaml is not in the lock'],
    [
      'lacks what a package needs',
      '"node_modules/xmlchars": {',
      '"node_modules/xmlchars-2": {',
      'xmlchars is not in the lock',
    ],
    ['has a range that package.json has not', /("yaml": ")\^/, '$1>=', 'root: dependencies'],
    [
      'has a dependency that package.json has not',
      '"dependencies": {',
      '"dependencies": { "evil": "^1.0.0",',
      'root: dependencies',
    ],
    [
      'is of another version',
      /"version": "[^"]+"/,
      '"version": "9.9.9"',
      'version is not that of package.json',
    ],
    ['is of an old format', '"lockfileVersion": 3', '"lockfileVersion": 2', 'lockfileVersion is 2'],
    [
      'has a list for old versions of npm',
      '"lockfileVersion": 3',
      '"lockfileVersion": 3, "dependencies": {}',
      'beside packages',
    ],
    ['lies outside', YAML, '"../yaml": {', 'is no path of a package'],
  ])('is found when it %s', (_what, from, to, finding) => {
    expect(lockFindings(tampered(from, to), manifest).join('\n')).toContain(finding);
  });

  it('is found when it has the hash of another archive than the one that is installed', () => {
    const hash = `"integrity": "sha512-${'A'.repeat(86)}=="`;
    const other = tampered(
      /("node_modules\/yaml": \{\s+"version": "[^"]+",\s+)"integrity": "[^"]+"/,
      `$1${hash}`,
    );
    expect(lockFindings(other, manifest)).toEqual([]);
    expect(installedFindings(other, lock)).toEqual([
      expect.stringMatching(/^node_modules\/yaml: another archive/),
    ]);
  });
});
