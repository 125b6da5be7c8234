import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../composite.ts';
import { runNode } from '../node-step.ts';
import { REPOSITORY, TOKEN } from './facts.ts';
import type { FakeGithub } from './fake-github.ts';

export interface ScriptOptions {
  readonly event?: object;
  /** Files that earlier steps left in the folder of the run. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs one script of the action as its step does, without the other steps. */
export async function runScript(github: FakeGithub, script: string, options: ScriptOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'interform-script-'));
  const [event, summary] = [join(folder, 'event.json'), join(folder, 'summary.md')];
  writeFileSync(event, JSON.stringify(options.event ?? {}));
  writeFileSync(summary, '');
  for (const [name, text] of Object.entries(options.files ?? {})) writeFileSync(join(folder, name), text);
  const env = {
    PATH: process.env['PATH'] ?? '',
    FOLDER: folder,
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.test',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_RUN_ID: '500',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_PATH: event,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_TOKEN: TOKEN,
    INPUT_PROJECT: '.',
    INTERFORM_WAIT_MS: '1',
    ...options.env,
  };
  const ran = await runNode(root, { script: join('action', 'github', script), words: [] }, env);
  const said = { ...ran, summary: readFileSync(summary, 'utf8') };
  rmSync(folder, { recursive: true });
  return said;
}
