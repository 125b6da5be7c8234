import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lockFiles } from '../../src/store/folder/lock-file.ts';
import { ownerNamed } from './owners.ts';

const script = fileURLToPath(new URL('./lock-process.js', import.meta.url));
const PROCESSES = 20;
const ROUNDS = 200;
const KILLS = 25;

/** Needs the build. */
it(`is held by one of ${PROCESSES} processes at a time, whoever is killed whenever`, {
  timeout: 600_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'interform-race-'));
  const children = new Set<ChildProcess>();
  const killed = new Set<ChildProcess>();
  const inside = new Set<ChildProcess>();
  const twoAtOnce: string[] = [];
  const broken: string[] = [];
  let rounds = 0;
  let kills = 0;
  let suicides = 0;

  await new Promise<void>((resolve) => {
    let isOver = false;
    const start = () => {
      const child = fork(script, [folder, '0.01'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      children.add(child);
      child.on('message', (word) => {
        // A killed process may have told something before.
        if (killed.has(child)) return;
        if (word === 'in') {
          const others = [...inside].filter((one) => !killed.has(one));
          if (others.length > 0) twoAtOnce.push(`${child.pid} beside ${others.map(({ pid }) => pid)}`);
          inside.add(child);
          rounds += 1;
          // Every tenth holder is killed while it holds.
          if (rounds % 10 === 0) kill(child);
        } else inside.delete(child);
        if (child.connected) child.send('noted', () => {});
        if (rounds % 15 === 0) kill([...children][Math.floor(Math.random() * children.size)]);
        if (rounds >= ROUNDS && kills >= KILLS) finish();
      });
      child.on('exit', (code, signal) => {
        children.delete(child);
        inside.delete(child);
        if (signal === 'SIGKILL' && !killed.has(child)) suicides += 1;
        if (signal !== 'SIGKILL') broken.push(`ended with ${code}`);
        if (broken.length > 0) finish();
        if (!isOver) start();
        else if (children.size === 0) resolve();
      });
    };
    const kill = (child: ChildProcess | undefined) => {
      if (child === undefined || killed.has(child)) return;
      killed.add(child);
      kills += 1;
      child.kill('SIGKILL');
    };
    const finish = () => {
      isOver = true;
      for (const child of children) kill(child);
    };
    for (let count = 0; count < PROCESSES; count += 1) start();
  });

  expect(broken).toEqual([]);
  expect(twoAtOnce).toEqual([]);
  expect(rounds).toBeGreaterThanOrEqual(ROUNDS);
  // It was killed between the steps of taking and giving back as well.
  expect(suicides).toBeGreaterThan(10);
  // What all of them left behind keeps nobody out, and most of it is swept: a file that was torn while it was written may stay.
  const locking = await lockFiles(folder).take(ownerNamed('grace'), { timeoutMs: 0 });
  expect(locking.state).toBe('held');
  if (locking.state === 'held') await locking.lock.release();
  expect(readdirSync(join(folder, 'locks')).filter((name) => !name.endsWith('.tmp'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
