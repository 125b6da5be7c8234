import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atWorkbench, type Spawned, type Workbench } from './real-process.ts';

/** So many that the file is large, and that the plan of them does not fit into memory. */
const ROWS = 12_000;
const FILES = {
  'migrations/people.yaml':
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  'migrations/people.csv': [
    'external_id,email,name',
    ...Array.from({ length: ROWS }, (_, n) => `customer-${n},customer-${n}@acme.test,Customer ${n}`),
    '',
  ].join('\n'),
};

/** A project of many people with a folder for temporary files, which it looks into. */
function atBench(work: (bench: Workbench, left: () => readonly string[]) => Promise<void>): Promise<void> {
  // Relative to the project, in which the processes run.
  const env = { TMPDIR: 'tmp' };
  return atWorkbench({ files: FILES, indexLagMs: 0, latencyMs: 0, env }, async (bench) => {
    const folder = join(bench.folder, 'tmp');
    mkdirSync(folder);
    await work(bench, () => readdirSync(folder));
  });
}

describe('temporary files of a large plan', () => {
  it('are gone when it is over', () =>
    atBench(async (bench, left) => {
      const { exit, document } = await bench.run('plan');
      expect(exit).toBe(0);
      expect(document && 'changes' in document && document.changes.length).toBe(ROWS);
      expect(left()).toEqual([]);
    }));

  it.each([
    ['interrupted', (process: Spawned) => process.interrupt()],
    ['killed', (process: Spawned) => process.kill()],
  ])('are gone when it is %s while it reads', (_, end) =>
    atBench(async (bench, left) => {
      const process = bench.start('plan');
      const seen: (readonly string[])[] = [];
      let searches = 0;
      bench.atSearch(20, () => {
        searches += 1;
        seen.push(left());
        end(process);
      });
      await process.ended.catch(() => undefined);
      expect(searches).toBe(1);
      // They never have a name that somebody could find them by.
      expect([...seen, left()]).toEqual([[], []]);
    }),
  );

  it('need a folder that can be written', () =>
    atWorkbench(
      { files: FILES, indexLagMs: 0, latencyMs: 0, env: { TMPDIR: '/dev/null' } },
      async (bench) => {
        const { exit, document } = await bench.run('plan');
        expect(exit).toBe(1);
        const findings = document?.diagnostics.filter(({ severity }) => severity === 'error');
        expect(findings).toMatchObject([{ code: 'no-temporary-space' }]);
        expect(JSON.stringify(findings)).toContain('/dev/null');
        expect(JSON.stringify(findings)).toContain('TMPDIR');
      },
    ));

  it('are not needed for a small plan', () =>
    atWorkbench(
      {
        files: {
          'migrations/people.yaml':
            'apiVersion: interform/v1\nkind: ContactSet\nname: people\ncontacts: [{ external_id: ada }]\n',
        },
        indexLagMs: 0,
        latencyMs: 0,
        env: { TMPDIR: '/dev/null' },
      },
      async (bench) => {
        expect((await bench.run('plan')).exit).toBe(0);
      },
    ));
});
