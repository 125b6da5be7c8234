import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Pull } from '../../src/commands/pull.ts';
import { createEmulator, type Emulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { Ran } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/** A workspace that commands reach by HTTP, and somebody who works in it by hand. */
export interface Workspace {
  readonly emulator: Emulator;
  pull(...argv: string[]): Promise<Ran>;
  plan(...argv: string[]): Promise<PlanDocument>;
  apply(...argv: string[]): Promise<Ran>;
  /** `action address` of what would change. */
  changes(): Promise<readonly string[]>;
  /** Code and place of each error of a plan. */
  errors(): Promise<readonly string[]>;
  /** A write by somebody else; throws where it is refused. */
  write(method: string, path: string, body?: Json): void;
}

/** One project over two workspaces, as in the guide: each is an environment. */
export interface TwoWorkspaces {
  readonly staging: Workspace;
  readonly production: Workspace;
  readonly folder: string;
  put(name: string, text: string): void;
  /** Everything that manifests say, file by file. */
  manifests(folder?: string): ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const PROJECT = `apiVersion: interform/v1
kind: Project
environments:
  staging:
    workspace: { id: x1y2z3, token_env: INTERCOM_STAGING_TOKEN }
    manifests: [migrations, staging]
  production:
    workspace: { id: ecahpwf5, token_env: INTERCOM_PRODUCTION_TOKEN }
`;

export async function openTwo(staging: EmulatorSeed, production: EmulatorSeed): Promise<TwoWorkspaces> {
  const folder = mkdtempSync(join(tmpdir(), 'interform-two-'));
  const put = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  put('interform.yaml', PROJECT);
  put('staging/readme.md', 'What stays in staging.\n');
  const first = await openWorkspace(folder, 'staging', staging);
  const second = await openWorkspace(folder, 'production', production);
  return {
    staging: first,
    production: second,
    folder,
    put,
    manifests: (below = 'migrations') => {
      const names = readdirSync(join(folder, below)).sort();
      return new Map(names.map((name) => [name, readFileSync(join(folder, below, name), 'utf8')]));
    },
    close: async () => {
      await Promise.all([first.close(), second.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openWorkspace(
  cwd: string,
  environment: string,
  seed: EmulatorSeed,
): Promise<Workspace & { close(): Promise<void> }> {
  const emulator = createEmulator({ rateLimit: 0, seed });
  const server = await emulator.listen({ port: 0 });
  const env = { INTERCOM_STAGING_TOKEN: 'of-staging', INTERCOM_PRODUCTION_TOKEN: 'of-production' };
  const flags = ['--env', environment, '--base-url', server.url];
  const run = (command: typeof Plan | typeof Apply | typeof Pull, argv: readonly string[]) =>
    runCommand(command, [...flags, ...argv], fakeTerminal({ cwd, env }));
  const plan = async (...argv: string[]) =>
    JSON.parse((await run(Plan, ['--json', ...argv])).out) as PlanDocument;
  return {
    emulator,
    plan,
    pull: (...argv) => run(Pull, argv),
    apply: (...argv) => run(Apply, ['--auto-approve', ...argv]),
    changes: async () => [...(await plan()).changes].map(({ action, address }) => `${action} ${address}`),
    errors: async () =>
      (await plan()).diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ code, file, address }) => `${code} ${address} ${file}`),
    write: (method, path, body = {}) => {
      const { status } = emulator.foreign(method, path, body);
      if (status !== 200) throw new Error(`${method} ${path} answered ${status}`);
    },
    close: () => server.close(),
  };
}
