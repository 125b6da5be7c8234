import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../composite.ts';

const COMMIT = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
/** What the az command line prints, as --query and --output tsv leave it. */
const REVIEWED = {
  'repos ref list': COMMIT,
  'repos pr list': `7\t${HEAD}\t2026-11-28T10:00:00.000000+00:00`,
  'pipelines runs list': [
    `32\tsucceeded\t2026-11-28T11:00:00.000000+00:00\t${HEAD}`,
    `31\tsucceeded\t2026-11-28T09:00:00.000000+00:00\t${HEAD}`,
    `30\tfailed\t2026-11-28T08:00:00.000000+00:00\t${HEAD}`,
  ].join('\n'),
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-azure-'));
  const stub = [
    '#!/usr/bin/env bash',
    `printf '%s\\n' "$*" >>"$STUB/asked"`,
    'for answer in "$STUB"/answers/*; do',
    '  name=$(basename "$answer")',
    `  case "$*" in "\${name//-/ } "*) cat "$answer" ;; esac`,
    'done',
  ];
  writeFileSync(join(folder, 'az'), `${stub.join('\n')}\n`);
  chmodSync(join(folder, 'az'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(answers: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  spawnSync('mkdir', ['-p', join(folder, 'answers')]);
  for (const [command, text] of Object.entries(answers))
    writeFileSync(join(folder, 'answers', command.replaceAll(' ', '-')), text === '' ? '' : `${text}\n`);
  const ran = spawnSync(
    'bash',
    [join(root, 'action/elsewhere/azure.sh'), 'interform', join(folder, 'reviewed')],
    {
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        STUB: folder,
        SYSTEM_COLLECTIONURI: 'https://dev.azure.test/acme/',
        SYSTEM_TEAMPROJECT: 'CRM of Acme',
        SYSTEM_DEFINITIONID: '5',
        BUILD_REPOSITORY_ID: 'of-acme',
        BUILD_SOURCEBRANCH: 'refs/heads/main',
        BUILD_SOURCEVERSION: COMMIT,
        ...env,
      },
    },
  );
  const asked = existsSync(join(folder, 'asked'))
    ? readFileSync(join(folder, 'asked'), 'utf8').split('\n')
    : [];
  return { exit: ran.status, output: ran.stdout + ran.stderr, asked };
}

const runs = (...lines: readonly string[]) => ({ ...REVIEWED, 'pipelines runs list': lines.join('\n') });

describe('the receipt on Azure', () => {
  it('is that of the run that had ended last when the pull request was completed', () => {
    const { exit, output, asked } = run(REVIEWED);
    expect({ exit, output }).toEqual({
      exit: 0,
      output: expect.stringContaining('that of run 31 for pull request 7'),
    });
    expect(asked.find((line) => line.startsWith('pipelines runs list'))).toContain(
      '--branch refs/pull/7/merge',
    );
    expect(asked.at(-2)).toContain('artifact download');
    expect(asked.at(-2)).toContain('--run-id 31');
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['an old commit', { ...REVIEWED, 'repos ref list': 'c'.repeat(40) }, /is an old state/],
    ['no pull request', { ...REVIEWED, 'repos pr list': '' }, /no pull request was completed/],
    ['two of them', { ...REVIEWED, 'repos pr list': `7\t${HEAD}\tx\n8\t${HEAD}\tx` }, /more than one/],
    ['no run', runs(''), /no run of pull request 7/],
    [
      'a run that ended later',
      runs(`32\tsucceeded\t2026-11-28T11:00:00.000000+00:00\t${HEAD}`),
      /no run of pull request 7/,
    ],
    [
      'a last run that failed',
      runs(`31\tfailed\t2026-11-28T09:00:00.000000+00:00\t${HEAD}`),
      /ended with failed/,
    ],
    [
      'a run of another head',
      runs(`31\tsucceeded\t2026-11-28T09:00:00.000000+00:00\t${COMMIT}`),
      /and the head was/,
    ],
  ])('is refused for %s', (_what, answers, why) => {
    const { exit, output, asked } = run(answers);
    expect({ exit, output }).toEqual({ exit: 1, output: expect.stringMatching(why) });
    expect(output).toContain('Nothing was applied');
    expect(asked.join('\n')).not.toContain('artifact download');
  });

  it('is none in a run for a pull request', () => {
    expect(run(REVIEWED, { BUILD_SOURCEBRANCH: 'refs/pull/7/merge' })).toMatchObject({ exit: 1, asked: [] });
  });
});
