import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { nodeStep, runNode } from './node-step.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'continue-on-error'?: boolean;
}

interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly required?: boolean; readonly default?: string }>
  >;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ACTION: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

export interface StepResult {
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

export interface ActionRun {
  readonly ok: boolean;
  readonly exit: number;
  readonly steps: Readonly<Record<string, StepResult>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

export interface ActionOptions {
  readonly inputs: Readonly<Record<string, string>>;
  /** A folder for the files that GitHub gives a step. */
  readonly temporary: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  /** Stands in for a step that uses another action: returns its outputs, and throws where that action would fail. */
  readonly uses: (
    action: string,
    input: Readonly<Record<string, string>>,
  ) => Readonly<Record<string, string>> | undefined;
}

/** Runs action.yml as GitHub runs a composite action: conditions, expressions, outputs, and each script with its environment only. */
export async function runAction(options: ActionOptions): Promise<ActionRun> {
  const inputs: Record<string, string> = {};
  for (const [name, { default: standard }] of Object.entries(ACTION.inputs))
    inputs[name] =
      options.inputs[name] ?? (standard?.includes('github.token') === true ? token(options) : standard) ?? '';
  const steps: Record<string, StepResult> = {};
  const github = { token: token(options), event_name: options.env['GITHUB_EVENT_NAME'] };
  const value = (text: unknown) =>
    String(text).replaceAll(/\$\{\{(.+?)\}\}/g, (_, code: string) =>
      String(evaluate(code, { inputs, steps, github }) ?? ''),
    );
  let ok = true;
  let exit = 0;
  for (const [index, step] of ACTION.runs.steps.entries()) {
    const id = step.id ?? `step-${index}`;
    const wants = Boolean(evaluate(step.if ?? 'true', { inputs, steps, github }));
    if (!wants || (!ok && !step.if?.includes('always()'))) {
      steps[id] = { outcome: 'skipped', outputs: {}, log: '' };
      continue;
    }
    const ran = await runStep(step, value, join(options.temporary, `${Object.keys(steps).length}`), options);
    steps[id] = ran.result;
    if (ran.result.outcome === 'failure' && ok && step['continue-on-error'] !== true) {
      ok = false;
      exit = ran.exit;
    }
  }
  const outputs = Object.fromEntries(
    Object.entries(ACTION.outputs).map(([name, one]) => [name, value(one.value)]),
  );
  const log = Object.values(steps)
    .map((step) => step.log)
    .join('\n');
  return { ok, exit, steps, outputs, log };
}

function token({ env }: ActionOptions): string {
  return env['TOKEN_OF_THE_JOB'] ?? '';
}

async function runStep(
  step: Step,
  value: (text: unknown) => string,
  files: string,
  options: ActionOptions,
): Promise<{ readonly result: StepResult; readonly exit: number }> {
  if (step.uses !== undefined) {
    const input = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([name, text]) => [name, value(text)]),
    );
    try {
      const outputs = options.uses(step.uses, input) ?? {};
      return { result: { outcome: 'success', outputs, log: '' }, exit: 0 };
    } catch (error) {
      return { result: { outcome: 'failure', outputs: {}, log: String(error) }, exit: 1 };
    }
  }
  const [output, script] = [`${files}.output`, `${files}.sh`];
  writeFileSync(output, '');
  // GitHub writes what it interpolated into a file and runs it with these flags.
  writeFileSync(script, value(step.run));
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, value(text)]));
  const folder = value(step['working-directory'] ?? '.');
  const at = { ...options, workspace: resolve(options.workspace, folder === '' ? '.' : folder) };
  const one = step['working-directory'] === undefined ? nodeStep(step.run ?? '') : undefined;
  const own = { ...env, GITHUB_OUTPUT: output };
  const { exit, log } =
    one === undefined ? await bash(script, at, own) : await runNode(root, one, { ...options.env, ...own });
  const outputs: Record<string, string> = {};
  for (const line of readFileSync(output, 'utf8').split('\n')) {
    const at = line.indexOf('=');
    if (at > 0) outputs[line.slice(0, at)] = line.slice(at + 1);
  }
  return { result: { outcome: exit === 0 ? 'success' : 'failure', outputs, log }, exit };
}

function bash(
  script: string,
  { env, workspace }: ActionOptions,
  more: Readonly<Record<string, string>>,
): Promise<{ readonly exit: number; readonly log: string }> {
  if (!existsSync(join(root, 'dist', 'commands', 'main.js')))
    throw new Error('the command line is not built: npm run build');
  return new Promise((resolve) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: workspace,
      env: { ...env, GITHUB_ACTION_PATH: root.replace(/\/$/, ''), ...more },
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text;
      });
    child.on('close', (code) => resolve({ exit: code ?? -1, log }));
  });
}

interface Contexts {
  readonly inputs: object;
  readonly steps: object;
  readonly github: object;
}

/** GitHub's expressions, as far as action.yml uses them: fields, `==`, `!=`, `&&`, `||`, brackets, strings, `always()`. */
function evaluate(expression: string, contexts: Contexts): unknown {
  const code = expression
    .replaceAll(/\b(inputs|steps|github)((?:\.[\w-]+)+)/g, (_, context: string, path: string) => {
      return `field(contexts.${context}, ${JSON.stringify(path.slice(1).split('.'))})`;
    })
    .replaceAll(/([!=])=/g, '$1==')
    .replaceAll('always()', 'true');
  const run = new Function('contexts', 'field', `return (${code});`);
  return run(contexts, field);
}

function field(context: unknown, path: readonly string[]): unknown {
  return (
    path.reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      context,
    ) ?? ''
  );
}
