import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Init } from '../../src/commands/init.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SETTINGS = '.vscode/settings.json';
const EXTENSIONS = '.vscode/extensions.json';
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const init = () => runCommand(Init, ['--ci', 'none'], fakeTerminal({ cwd: folder }));
const schemas = () =>
  (JSON.parse(read(SETTINGS)) as { 'yaml.schemas': Record<string, string[]> })['yaml.schemas'];

describe('interform init tells an editor', () => {
  it('which schema is for which files, and which extension reads them', async () => {
    expect((await init()).exit).toBe(0);
    expect(schemas()).toEqual({
      'node_modules/interform/schemas/manifest.schema.json': ['migrations/**/*.yaml', 'migrations/**/*.yml'],
      'node_modules/interform/schemas/project.schema.json': ['interform.yaml'],
    });
    expect(JSON.parse(read(EXTENSIONS))).toEqual({ recommendations: ['redhat.vscode-yaml'] });
    for (const path of Object.keys(schemas())) {
      const shipped = path.replace('node_modules/interform/', '../../');
      expect(existsSync(new URL(shipped, import.meta.url))).toBe(true);
    }
  });

  it('of the folders that a project has already, as far as their names are fixed', async () => {
    write(
      'interform.yaml',
      `apiVersion: interform/v1
kind: Project
manifests: [{ folder: crm, owner: revops }, people, "teams/\${var.env}"]
`,
    );
    await init();
    expect(schemas()['node_modules/interform/schemas/manifest.schema.json']).toEqual(
      ['crm', 'people', 'teams'].flatMap((name) => [`${name}/**/*.yaml`, `${name}/**/*.yml`]),
    );
  });

  it('and not that every YAML file is a manifest', async () => {
    write('interform.yaml', `apiVersion: interform/v1\nkind: Project\nmanifests: "\${var.env}"\n`);
    await init();
    expect(Object.keys(schemas())).toEqual(['node_modules/interform/schemas/project.schema.json']);
  });

  it('by lines to add where the files are there, which stay as they are', async () => {
    const settings = '{\n  // two, as everywhere\n  "editor.tabSize": 2,\n}\n';
    write(SETTINGS, settings);
    write(EXTENSIONS, '{ "recommendations": [] }\n');
    const { exit, out } = await init();
    expect(exit).toBe(0);
    expect(out).toContain(
      'add to .vscode/settings.json: "yaml.schemas": {"node_modules/interform/schemas/manifest.schema.json":["migrations/**/*.yaml"',
    );
    expect(out).toContain('add to .vscode/extensions.json: "recommendations": ["redhat.vscode-yaml"]');
    expect(read(SETTINGS)).toBe(settings);
  });

  it('nothing that it knows', async () => {
    await init();
    const { out } = await init();
    expect(out).not.toContain('add to');
  });
});
