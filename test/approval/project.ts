import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Snapshot } from '../../src/commands/snapshot.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/** A project folder over an emulator that commands reach by HTTP. */
export interface Project {
  readonly emulator: Emulator;
  readonly folder: string;
  /** Where the emulator listens. */
  readonly url: string;
  write(name: string, text: string): void;
  read(name: string): string;
  plan(...argv: string[]): Promise<Ran>;
  apply(...argv: string[]): Promise<Ran>;
  validate(...argv: string[]): Promise<Ran>;
  snapshot(argv: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** A plan without a token and without a way to Intercom. */
  offline(...argv: string[]): Promise<Ran>;
  /** `apply --auto-approve --json` and its document. */
  result(...argv: string[]): Promise<ResultDocument>;
  /** Requests that change something. */
  writes(): readonly string[];
  close(): Promise<void>;
}

export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n';

/** A contact set; each contact is a flow map. */
export function contactSet(contacts: readonly string[], rest = ''): string {
  const items = contacts.map((contact) => `  - { ${contact} }\n`).join('');
  return `apiVersion: interform/v1\nkind: ContactSet\nname: beta\n${rest}contacts:\n${items}`;
}

export async function openProject(
  options: EmulatorOptions & { readonly config?: string } = {},
): Promise<Project> {
  const { config = '', ...rest } = options;
  const emulator = createEmulator({ rateLimit: 0, ...rest });
  const server = await emulator.listen({ port: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'interform-approval-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('interform.yaml', `apiVersion: interform/v1\nkind: Project\nmanifests: .\n${config}`);
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
  const terminal = () => fakeTerminal({ cwd: folder, env });
  const apply = (...argv: string[]) => runCommand(Apply, ['--auto-approve', ...argv], terminal());
  return {
    emulator,
    folder,
    url: server.url,
    write,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    plan: (...argv) => runCommand(Plan, argv, terminal()),
    apply,
    validate: (...argv) => runCommand(Validate, argv, terminal()),
    snapshot: (argv, more = {}) =>
      runCommand(Snapshot, argv, fakeTerminal({ cwd: folder, env: { ...env, ...more } })),
    offline: (...argv) =>
      runCommand(Plan, argv, fakeTerminal({ cwd: folder, env: { INTERCOM_BASE_URL: 'http://127.0.0.1:9' } })),
    result: async (...argv) => JSON.parse((await apply('--json', ...argv)).out) as ResultDocument,
    writes: () =>
      emulator.requests
        .filter((one) => one.method !== 'GET' && !/\/(?:search|list|preview)$/.test(one.path))
        .map((one) => `${one.method} ${one.path}`),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `address outcome: reason`, for every change. */
export function outcomes(result: ResultDocument): readonly string[] {
  return [...result.results].map(
    ({ address, outcome, reason }) => `${address} ${outcome}${reason === undefined ? '' : `: ${reason}`}`,
  );
}
