import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ScratchFile } from '../../src/spool/scratch-file.ts';
import { Spool } from '../../src/spool/spool.ts';

/** A small file system in memory; undefined where this process may not mount one, as without root. */
function mounted(options: string): { readonly folder: string; free(): void } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'interform-scratch-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
  const free = () => {
    if (isMounted) spawnSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  };
  if (isMounted) return { folder, free };
  free();
  return undefined;
}

function folderWith(options: string): string {
  const file = mounted(options);
  if (file === undefined) throw new Error('it could be mounted before');
  onTestFinished(file.free);
  return file.folder;
}

const trial = mounted('size=64k');
trial?.free();

describe.skipIf(trial === undefined)(
  `temporary folders${trial === undefined ? ' (skipped: needs root, to mount small file systems)' : ''}`,
  () => {
    it('that fill up end the work, say so, and are empty again', () => {
      const folder = folderWith('size=2m');
      const spool = new Spool<string>({ inMemory: 10, scratch: () => new ScratchFile({ folder }) });
      let added = 0;
      const fill = () => {
        for (; added < 10_000; added++) spool.add('x'.repeat(1000), { rank: 0, order: added, owner: -1 });
      };
      expect(fill).toThrow(`Cannot keep temporary data in ${folder}: the disk is full`);
      expect(added).toBeGreaterThan(1000);
      spool.close();
      expect(readdirSync(folder)).toEqual([]);
      const again = new Spool<string>({ inMemory: 0, scratch: () => new ScratchFile({ folder }) });
      for (let at = 0; at < 1000; at++) again.add('x'.repeat(1000), { rank: 0, order: -at, owner: -1 });
      expect([...again.sorted()]).toHaveLength(1000);
      again.close();
    });

    it('that are read-only end the work and say so', () => {
      const folder = folderWith('size=2m,ro');
      const file = new ScratchFile({ folder });
      expect(() => file.append('x'.repeat(300_000))).toThrow(
        `Cannot keep temporary data in ${folder}: the file system is read-only`,
      );
    });
  },
);
