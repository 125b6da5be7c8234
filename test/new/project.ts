import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { validate } from '../../src/app/validate.ts';
import { New } from '../../src/commands/new.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/** A project folder with these files. */
export function openProject(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'interform-new-')));
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  return {
    write,
    read,
    path: (path: string) => join(folder, path),
    manifests: () => readdirSync(join(folder, 'migrations')).filter((name) => name.endsWith('.yaml')),
    /** The documents of a manifest, as plain values. */
    documents: (path: string) => parseAllDocuments(read(path)).map((document) => document.toJS()),
    async run(argv: readonly string[], options: FakeTerminalOptions = {}) {
      const terminal = fakeTerminal({ ...options, cwd: folder });
      return { ...(await runCommand(New, argv, terminal)), questions: terminal.questions };
    },
    /** The findings of `validate` about the project, as `severity code`. */
    async findings() {
      const options = { project: folder, variables: new Map(), target: [], exclude: [], allow: new Map() };
      const found = await validate(options, { env: {}, now: () => 0, sleep: async () => undefined });
      return {
        contacts: found.declared['contact'],
        errors: found.diagnostics
          .filter(({ severity }) => severity === 'error')
          .map(({ code, summary, detail }) => `${code}: ${summary} (${detail})`),
        warnings: found.diagnostics.filter(({ severity }) => severity === 'warning').map(({ code }) => code),
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type TestProject = ReturnType<typeof openProject>;
