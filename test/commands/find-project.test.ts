import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findProject } from '../../src/commands/find-project.ts';
import { Render } from '../../src/commands/render.ts';
import { Validate } from '../../src/commands/validate.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const home = mkdtempSync(join(tmpdir(), 'interform-home-'));
const project = join(home, 'work', 'acme');
const below = join(project, 'migrations', 'data');

beforeEach(() => {
  rmSync(join(home, 'work'), { recursive: true, force: true });
  mkdirSync(below, { recursive: true });
  writeFileSync(join(project, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\n');
  writeFileSync(
    join(project, 'migrations', '0001-tags.yaml'),
    'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n',
  );
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const found = (cwd: string) => findProject({ cwd, env: { HOME: home } });

describe('the project of a command', () => {
  it('is the nearest folder upwards that holds interform.yaml', () => {
    expect(found(project)).toBe('.');
    expect(found(join(project, 'migrations'))).toBe('..');
    expect(found(below)).toBe(join('..', '..'));
    const inner = join(below, 'inner');
    mkdirSync(join(inner, 'deep'), { recursive: true });
    writeFileSync(join(inner, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\n');
    expect(found(join(inner, 'deep'))).toBe('..');
  });

  it('is the working folder where there is none up to the home folder', () => {
    const other = join(home, 'work', 'notes');
    mkdirSync(other);
    expect(found(other)).toBe('.');
    // Above the home folder is nothing of ours.
    expect(findProject({ cwd: below, env: { HOME: join(project, 'migrations') } })).toBe('.');
  });

  it('is the working folder where that holds manifests of its own', () => {
    const own = join(project, 'old');
    mkdirSync(join(own, 'migrations'), { recursive: true });
    expect(found(own)).toBe('.');
  });

  it('is found with a wrong ending too, which reading it then tells', async () => {
    rmSync(join(project, 'interform.yaml'));
    writeFileSync(join(project, 'interform.yml'), 'kind: Project\n');
    const { exit, err } = await runCommand(Validate, [], fakeTerminal({ cwd: below, env: { HOME: home } }));
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('error[project-file-name]') });
  });

  it('is said on stderr when it is not the working folder, and paths that are typed stay relative to that', async () => {
    const terminal = () => fakeTerminal({ cwd: below, env: { HOME: home } });
    const text = await runCommand(Validate, ['--report', 'sarif=found.sarif'], terminal());
    expect(text).toMatchObject({ exit: 0, err: `Project folder: ${join('..', '..')}\n` });
    expect(() => rmSync(join(below, 'found.sarif'))).not.toThrow();
    const json = await runCommand(Render, ['--json'], terminal());
    expect(json).toMatchObject({ exit: 0, err: '', out: expect.stringContaining('tag/vip') });
  });

  it('is what -C says, whatever is found', async () => {
    const terminal = fakeTerminal({ cwd: below, env: { HOME: home } });
    const { exit, err } = await runCommand(Validate, ['-C', '.'], terminal);
    expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('error[missing-manifests]') });
    expect(err).not.toContain('Project folder');
  });

  it.skipIf(process.getuid?.() !== 0)(
    'is not one that somebody else put above (skipped where no file can be given away)',
    async () => {
      const { chownSync } = await import('node:fs');
      chownSync(join(project, 'interform.yaml'), 12345, 12345);
      const run = () => runCommand(Validate, ['--json'], fakeTerminal({ cwd: below, env: { HOME: home } }));
      const refused = await run();
      expect(refused.exit).toBe(1);
      expect(refused.out).toContain('project-of-another-user');
      // As in a container that mounts a folder of its host.
      chownSync(below, 12345, 12345);
      expect((await run()).exit).toBe(0);
    },
  );
});
