import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import { openFolder, scratchFolder } from './opened-store.ts';

const dist = new URL('../../dist/store/open.js', import.meta.url);

/** What a process of its own does with the store; `who` is its name. */
const PROGRAMS = {
  // 40 records in turn, then 20 lines of one journal.
  write: `
    const records = backend.records('recent');
    for (let n = 0; n < 40; n += 1) await records.set(who + '-' + n, { n, text: 'x'.repeat(2000) });
    const file = await backend.journals.open('run');
    for (let n = 0; n < 20; n += 1) await file.append([JSON.stringify({ who, n })]);
    await file.close();
    await backend.close();`,
  // Until it is killed.
  writeOn: `
    console.log('begun');
    const records = backend.records('recent');
    const file = await backend.journals.open('run-' + who);
    for (let n = 0; ; n += 1) {
      await records.setMany([{ key: who + '-a', value: n }, { key: who + '-b', value: n }]);
      await file.append([JSON.stringify({ who, n, text: 'x'.repeat(1000) })]);
    }`,
} as const;

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  if (!existsSync(dist)) throw new Error('the command line is not built: npm run build');
  scratch = scratchFolder();
});
afterEach(() => scratch.remove());

describe('one folder and several processes', () => {
  it('lose nothing of each other, and are read meanwhile', async () => {
    const writers = ['ada', 'grace', 'edsger'].map((who) => ({ who, ended: endOf(start('write', who)) }));
    let running = true;
    const all = Promise.all(writers.map(({ ended }) => ended)).finally(() => {
      running = false;
    });
    const reader = await openFolder(scratch.path);
    let most = 0;
    while (running) {
      let count = 0;
      for await (const [key, value] of reader.records<{ n: number }>('recent').iterator?.({}) ?? []) {
        expect(key).toBe(`${String(key).split('-')[0]}-${value.n}`);
        count += 1;
      }
      // What was seen once stays.
      expect(count).toBeGreaterThanOrEqual(most);
      most = count;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await all;
    for (const { who } of writers) {
      const keys = Array.from({ length: 40 }, (_, n) => `${who}-${n}`);
      expect((await reader.records('recent').getMany(keys)).filter((value) => value === undefined)).toEqual(
        [],
      );
    }
    const seen: Record<string, number[]> = { ada: [], grace: [], edsger: [] };
    for await (const line of reader.journals.read('run')) {
      const { who, n } = JSON.parse(line) as { who: string; n: number };
      seen[who]?.push(n);
    }
    const inOrder = Array.from({ length: 20 }, (_, n) => n);
    expect(seen).toEqual({ ada: inOrder, grace: inOrder, edsger: inOrder });
    await reader.close();
  });

  it('go on where one was killed in the midst of writing, all or nothing of what it wrote', async () => {
    for (const who of ['ada', 'grace', 'edsger', 'barbara']) {
      const writer = start('writeOn', who);
      await once(writer.stdout as NonNullable<typeof writer.stdout>, 'data');
      const watcher = await openFolder(scratch.path);
      // It has got somewhere.
      await eventually(async () =>
        expect((await watcher.records<number>('recent').get(`${who}-a`)) ?? 0).toBeGreaterThan(3),
      );
      await watcher.close();
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      const backend = await openFolder(scratch.path);
      const records = backend.records<number>('recent');
      const [a, b] = await records.getMany([`${who}-a`, `${who}-b`]);
      expect(a).toBe(b);
      await records.set('after', 1);
      let next = 0;
      for await (const line of backend.journals.read(`run-${who}`)) {
        expect((JSON.parse(line) as { n: number }).n).toBe(next);
        next += 1;
      }
      // The journal is written behind the record of the same number.
      expect([a, (a ?? 0) + 1]).toContain(next);
      await backend.close();
    }
  });
});

function start(program: keyof typeof PROGRAMS, who: string): ChildProcess {
  const code = `
    const { openBackend } = await import(${JSON.stringify(dist.href)});
    const settings = { kind: 'folder', path: '.interform', index_lag: 0, keep_values: true, keep: 0 };
    const backend = await openBackend(settings, { folder: ${JSON.stringify(scratch.path)}, env: {}, mode: 'write' });
    const who = ${JSON.stringify(who)};
    ${PROGRAMS[program]}`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function endOf(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
}
