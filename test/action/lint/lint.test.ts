import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ciFiles } from '../../../src/app/init-ci/index.ts';
import { root } from '../composite.ts';
import { lintWorkflow } from './workflow-lint.ts';

const SKETCH = {
  version: '0.1.0',
  environments: [],
  tokenEnv: 'INTERCOM_ACCESS_TOKEN',
  manifests: ['migrations'],
  project: '',
  branch: 'main',
};

describe('actionlint', () => {
  it('finds nothing in the workflow of init', async () => {
    const files = [...ciFiles('github', SKETCH)];
    expect(files.length).toBeGreaterThan(0);
    for (const [file, text] of files) expect(await lintWorkflow(text, file), file).toEqual([]);
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
});

const shellcheck = spawnSync('shellcheck', ['--version']);

describe.skipIf(shellcheck.error !== undefined)('shellcheck (of the system)', () => {
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
});
