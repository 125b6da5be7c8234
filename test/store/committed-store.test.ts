import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireOwnStore } from '../../src/app/runs/committed-store.ts';
import { openStore } from '../../src/app/runs/open-store.ts';
import type { Project } from '../../src/types/project.ts';
import { scratchFolder } from './opened-store.ts';

const CI = { CI: 'true' };
let scratch: ReturnType<typeof scratchFolder>;
let folder: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: scratch.path });
const project = (path = '.interform') =>
  ({
    folder,
    store: { kind: 'folder', path, index_lag: 0, keep_values: false, keep: 0 },
  }) as unknown as Project;
const commit = (path: string) => {
  mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, path, 'format.json'), '{}');
  git('add', '--force', '.');
};
beforeEach(() => {
  scratch = scratchFolder();
  folder = join(scratch.path, 'teams/support');
  mkdirSync(folder, { recursive: true });
  git('init', '-q');
});
afterEach(() => scratch.remove());

describe('a store that is a part of the repository', () => {
  it.each(['.interform', '.Interform'])(
    'as %s is refused in a pipeline, before anything is read',
    async (path) => {
      commit(path);
      await expect(openStore(project(), CI, 'read', {})).rejects.toMatchObject({
        code: 'store-committed',
        diagnostic: {
          severity: 'error',
          detail: `${path}/format.json`,
          help: expect.stringContaining('git rm -r --cached .interform'),
        },
      });
    },
  );

  it('is refused where a link in the repository leads to it', async () => {
    commit('data/store');
    symlinkSync('data/store', join(folder, '.interform'));
    git('add', '--force', '.');
    await expect(requireOwnStore(project(), CI)).rejects.toMatchObject({ code: 'store-committed' });
  });

  it('is refused at another place, whatever its name means to git', async () => {
    commit('data/*[s]');
    await expect(requireOwnStore(project('data/*[s]'), CI)).rejects.toMatchObject({
      code: 'store-committed',
    });
    await expect(requireOwnStore(project('data/x'), CI)).resolves.toBeUndefined();
  });

  it('is used outside of a pipeline', async () => {
    commit('.interform');
    await expect(requireOwnStore(project(), {})).resolves.toBeUndefined();
  });

  it('is none where git ignores it, or where there is no repository', async () => {
    commit('migrations');
    mkdirSync(join(folder, '.interform'));
    writeFileSync(join(folder, '.interform/format.json'), '{}');
    await expect(requireOwnStore(project(), CI)).resolves.toBeUndefined();
    execFileSync('rm', ['-r', join(scratch.path, '.git')]);
    await expect(requireOwnStore(project(), CI)).resolves.toBeUndefined();
  });
});
