import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Validate } from '../../src/commands/validate.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const SET = 'apiVersion: interform/v1\nkind: ContactSet\n';
const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n';
const PROJECT = 'apiVersion: interform/v1\nkind: Project\n';

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(realpathSync(tmpdir()), 'interform-reads-'));
  mkdirSync(join(checkout, '.git'));
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
  }
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(checkout, path)), { recursive: true });
  symlinkSync(target, join(checkout, path));
}

function set(...files: readonly string[]): string {
  const sources = files.map((file) => `  - { file: ${JSON.stringify(file)} }\n`).join('');
  return `${SET}name: beta\nsource:\n${sources}`;
}

const run = (...argv: string[]) =>
  runCommand(Validate, ['--list-files', ...argv], fakeTerminal({ cwd: checkout }));

/** The lines without those of .gitattributes, once the run was found to have ended well. */
async function listed(...argv: string[]): Promise<readonly string[]> {
  const { exit, out, err } = await run(...argv);
  expect([exit, err]).toEqual([0, '']);
  expect(out.endsWith('\n')).toBe(true);
  return out
    .slice(0, -1)
    .split('\n')
    .filter((path) => !path.endsWith('.gitattributes'));
}

const USUAL = ['.env', '.interform/', 'interform.yaml', 'migrations/'];

describe('validate --list-files', () => {
  it('names what a project without a project file reads, there or not', async () => {
    write({ 'migrations/0001-tags.yaml': TAGS });
    expect(await listed('-C', '.')).toEqual(USUAL);
  });

  it('names data files wherever they lie, missing ones too, and reads no rows', async () => {
    write({
      'migrations/0001.yaml': set('data/people.csv', '../exports/crm.csv', '../exports/missing.jsonl'),
      'exports/crm.csv': 'no, header\nat "all',
    });
    expect(await listed('-C', '.')).toEqual([
      '.env',
      '.interform/',
      'exports/crm.csv',
      'exports/missing.jsonl',
      'interform.yaml',
      'migrations/',
    ]);
  });

  it('names the folder that a pattern looks through, since a new file can be taken next', async () => {
    write({ 'migrations/0001.yaml': set('../exports/*/people-?.csv', '../lists/*.csv') });
    expect(await listed('-C', '.')).toEqual([
      '.env',
      '.interform/',
      'exports/',
      'interform.yaml',
      'lists/',
      'migrations/',
    ]);
  });

  it('names everything once where the manifests lie in the project folder itself', async () => {
    write({ 'interform.yaml': `${PROJECT}manifests: .\n`, 'tags.yaml': TAGS });
    expect(await listed('-C', '.')).toEqual(['./']);
  });

  it('names what every environment reads, and that of one alone', async () => {
    write({
      'interform.yaml': `${PROJECT}manifests: ["sets/\${var.env}"]\nstore: none\nenvironments: { staging: {}, production: { store: { path: state } } }\n`,
      'sets/staging/0001.yaml': set('../../data/test.csv'),
      'sets/production/0001.yaml': set('../../data/live.csv'),
    });
    expect(await listed('-C', '.')).toEqual([
      '.env',
      'data/live.csv',
      'data/test.csv',
      'interform.yaml',
      'sets/production/',
      'sets/staging/',
      'state/',
    ]);
    expect(await listed('-C', '.', '--env', 'staging')).toEqual([
      '.env',
      'data/test.csv',
      'interform.yaml',
      'sets/staging/',
    ]);
  });

  it('fills in variables', async () => {
    write({
      'interform.yaml': `${PROJECT}store: none\nvariables: { list: beta }\n`,
      'migrations/0001.yaml': set(`../data/\${var.list}.csv`),
    });
    expect(await listed('-C', '.')).toContain('data/beta.csv');
    expect(await listed('-C', '.', '--var', 'list=gamma')).toContain('data/gamma.csv');
  });

  it('names links and what they lead to, of files and folders, one after another', async () => {
    write({
      'definitions/v2/tags.yaml': TAGS,
      'shared/0002.yaml': TAGS.replace('vip', 'beta'),
      'pool/people.csv': 'email\n',
      'migrations/0003.yaml': set('../data/people.csv', '../data/gone.csv'),
    });
    link('definitions/current', 'v2');
    link('migrations/tags', '../definitions/current');
    link('migrations/0002.yaml', '../shared/0002.yaml');
    link('data', 'pool');
    link('pool/gone.csv', '../attic/gone.csv');
    expect(await listed('-C', '.')).toEqual([
      '.env',
      '.interform/',
      'attic/gone.csv',
      'data',
      'data/gone.csv',
      'data/people.csv',
      'definitions/current',
      'definitions/v2/',
      'interform.yaml',
      'migrations/',
      'pool/gone.csv',
      'pool/people.csv',
      'shared/0002.yaml',
    ]);
  });

  it('ends at links that lead round in a circle', async () => {
    write({ 'migrations/0001.yaml': TAGS });
    link('migrations/again', '.');
    link('migrations/one', 'two');
    link('migrations/two', 'one');
    expect(await listed('-C', '.')).toEqual(USUAL);
  });

  it('leads out of a project folder that is a link itself, to where its files lie in the checkout', async () => {
    write({ 'teams/crm/migrations/0001.yaml': set('people.csv') });
    link('crm', 'teams/crm');
    expect(await listed('-C', 'crm')).toEqual([
      '.',
      '../teams/crm/.env',
      '../teams/crm/.interform/',
      '../teams/crm/interform.yaml',
      '../teams/crm/migrations/',
      ...USUAL,
    ]);
  });

  it('names nothing outside of the checkout, which no commit can change', async () => {
    const elsewhere = mkdtempSync(join(realpathSync(tmpdir()), 'interform-elsewhere-'));
    write({ 'crm/migrations/0001.yaml': TAGS, 'crm/migrations/0002.yaml': set('../../../../people.csv') });
    link('crm/migrations/old', elsewhere);
    const { exit, out } = await run('-C', 'crm');
    rmSync(elsewhere, { recursive: true });
    // A manifest folder that leads out is an error, and then nothing is known.
    expect([exit, out]).toEqual([1, '']);
    rmSync(join(checkout, 'crm/migrations/old'));
    expect(await listed('-C', 'crm')).toEqual(USUAL);
  });

  it('names the files by which git writes those that are read', async () => {
    write({ 'teams/crm/migrations/0001.yaml': set('../data/people.csv') });
    const { out } = await run('-C', 'teams/crm');
    expect(out.split('\n').filter((path) => path.endsWith('.gitattributes'))).toEqual([
      '../../.gitattributes',
      '../.gitattributes',
      '.gitattributes',
      'data/.gitattributes',
    ]);
  });

  it('names a submodule that files are read from, and one that the project lies in', async () => {
    write({
      'teams/.git': 'gitdir: ../.git/modules/teams\n',
      'teams/crm/migrations/0001.yaml': set('../data/people.csv'),
      'teams/crm/data/.git': 'gitdir: ../../../.git/modules/data\n',
    });
    expect(await listed('-C', 'teams/crm')).toEqual([
      '..',
      '.env',
      '.interform/',
      'data',
      'data/people.csv',
      'interform.yaml',
      'migrations/',
    ]);
  });

  it('hides no path behind a line break', async () => {
    write({ 'migrations/0001.yaml': set('../data/a\nb.csv', '../lists/x\ny/z.csv') });
    expect(await listed('-C', '.')).toEqual([
      '.env',
      '.interform/',
      'data/',
      'interform.yaml',
      'lists/',
      'migrations/',
    ]);
  });

  it.each([
    ['a manifest is wrong', { 'migrations/0001.yaml': `${TAGS}colour: red\n` }, 'unknown-key'],
    ['a variable is missing', { 'migrations/0001.yaml': set(`\${var.list}.csv`) }, 'unknown-variable'],
    ['there are no manifests', {}, 'missing-manifests'],
    ['the project file is wrong', { 'interform.yaml': 'kind: Project\n' }, 'error['],
  ])('prints nothing and exits 1 where %s', async (_what, files, code) => {
    write(files);
    const { exit, out, err } = await run('-C', '.');
    expect([exit, out]).toEqual([1, '']);
    expect(err).toContain(code);
  });

  it('prints nothing where one environment of several is wrong', async () => {
    write({
      'interform.yaml': `${PROJECT}manifests: "sets/\${var.env}"\nenvironments: { staging: {}, production: {} }\n`,
      'sets/staging/0001.yaml': TAGS,
    });
    expect(await run('-C', '.')).toMatchObject({ exit: 1, out: '' });
    expect((await run('-C', '.', '--env', 'staging')).exit).toBe(0);
  });

  it.each([['--json'], ['--format=github'], ['--report=sarif=findings.sarif']])(
    'refuses %s',
    async (flag) => {
      write({ 'migrations/0001.yaml': TAGS });
      const { exit, out, err } = await run('-C', '.', flag);
      expect(exit).toBe(1);
      expect(`${out}${err}`).toContain('flag-without-effect');
    },
  );
});
