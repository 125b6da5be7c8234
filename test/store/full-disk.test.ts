import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from './opened-store.ts';

/** False where this process may not mount a small file system, as without root. */
const mounts = (() => {
  const folder = mkdtempSync(join(tmpdir(), 'interform-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
})();

describe.skipIf(!mounts)(
  `a full disk${mounts ? '' : ' (skipped: needs root, to mount a small file system)'}`,
  () => {
    let project: string;
    beforeEach(() => {
      project = mkdtempSync(join(tmpdir(), 'interform-full-'));
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', project]);
    });
    afterEach(() => {
      spawnSync('umount', [project]);
      rmSync(project, { recursive: true, force: true });
    });

    it('refuses the line that has no room, tears none, and takes the next one once there is room', async () => {
      const backend = await openFolder(project);
      const file = await backend.journals.open('run');
      const line = (n: number) => JSON.stringify({ n, text: 'x'.repeat(7_000) });
      let told = 0;
      const failure = await (async () => {
        for (let n = 0; n < 1000; n += 1) {
          await file.append([line(n)]);
          told = n + 1;
        }
      })().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'store-full', diagnostic: { severity: 'error' } });
      expect(told).toBeGreaterThan(10);
      // Nothing is known of what reached the disk: this one stays shut.
      await expect(file.append(['{}'])).rejects.toMatchObject({ code: 'store-full' });
      await file.close();
      expect(await linesOf()).toEqual(Array.from({ length: told }, (_, n) => line(n)));
      // Room again.
      writeFileSync(
        join(project, '.interform/runs/run.jsonl'),
        readFileSync(join(project, '.interform/runs/run.jsonl')).subarray(20_000),
      );
      const again = await backend.journals.open('run');
      await again.append(['{"t":"end"}']);
      await again.close();
      expect((await linesOf()).at(-1)).toBe('{"t":"end"}');
      await backend.close();

      async function linesOf(): Promise<string[]> {
        const lines: string[] = [];
        for await (const one of backend.journals.read('run')) lines.push(one);
        return lines;
      }
    });

    it('refuses records that have no room, keeps the rest, and ends no process', async () => {
      const backend = await openFolder(project);
      const records = backend.records<string>('recent');
      let told = 0;
      const failure = await (async () => {
        for (let n = 0; n < 1000; n += 1) {
          await records.setMany([{ key: `contact-${n}`, value: 'x'.repeat(9_000) }]);
          told = n + 1;
        }
      })().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'store-full' });
      expect(told).toBeGreaterThan(5);
      expect(await records.get(`contact-${told}`)).toBeUndefined();
      expect((await records.get(`contact-${told - 1}`))?.length).toBe(9_000);
      // What is taken away makes room.
      await records.clear();
      await records.set('ada', 'x');
      expect(await records.get('ada')).toBe('x');
      await backend.close();
    });

    it('makes no store', async () => {
      writeFileSync(join(project, 'large'), Buffer.alloc(508 << 10));
      await expect(openFolder(project)).rejects.toMatchObject({ code: 'store-full' });
    });
  },
);
