import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tighten } from '../../src/store/folder/private-folder.ts';
import { scratchFolder } from './opened-store.ts';

/** What another process does between the list of a folder and its files. */
let meanwhile = () => {};
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const readdir = async (...args: Parameters<typeof real.readdir>) => {
    const entries = await real.readdir(...args);
    meanwhile();
    return entries;
  };
  return { ...real, readdir };
});

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  scratch = scratchFolder();
  chmodSync(scratch.path, 0o755);
});
afterEach(() => scratch.remove());

it('makes a folder private while another process takes files out of it', async () => {
  const at = (name: string) => join(scratch.path, name);
  for (const name of ['a-claim.json', 'kept.json', 'z-claim.json'])
    writeFileSync(at(name), '', { mode: 0o644 });
  mkdirSync(at('gone'), { mode: 0o755 });
  meanwhile = () => {
    for (const name of ['a-claim.json', 'z-claim.json', 'gone']) rmSync(at(name), { recursive: true });
  };
  await tighten(scratch.path);
  expect([scratch.path, at('kept.json')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

it('does not take a folder that is not there for one that is private', async () => {
  await expect(tighten(join(scratch.path, 'none'))).rejects.toThrow('ENOENT');
});
