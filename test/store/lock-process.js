// One of many processes that want one lock. Killed at random: by whoever started it, and by itself at any step of taking and giving back.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const [folder, suicideRate] = process.argv.slice(2);

/** Kills itself now and then right before or right after a step that others see. */
function dangerous(act) {
  return (...args) => {
    maybeDie();
    const result = act(...args);
    if (!(result instanceof Promise)) {
      maybeDie();
      return result;
    }
    return result.finally(maybeDie);
  };
}

function maybeDie() {
  if (Math.random() < Number(suicideRate)) process.kill(process.pid, 'SIGKILL');
}

fs.promises.link = dangerous(fs.promises.link);
fs.promises.unlink = dangerous(fs.promises.unlink);
fs.unlinkSync = dangerous(fs.unlinkSync);
syncBuiltinESMExports();

const { lockFiles } = await import('../../dist/store/folder/lock-file.js');
const { processClock } = await import('../../dist/store/lock-clock.js');

// Looks twenty times as often as people need, so that many rounds fit into a test.
const clock = processClock();
const hasty = { ...clock, sleep: (ms, signal) => clock.sleep(ms / 20, signal) };
const locks = lockFiles(folder, { clock: hasty });

/** Resolves when whoever keeps the book has written it down. */
function tell(word) {
  return new Promise((resolve) => {
    process.once('message', resolve);
    process.send(word);
  });
}

for (let round = 0; ; round += 1) {
  const owner = {
    id: `${process.pid}-${round}`,
    workspace: 'acme0001',
    by: 'ada',
    host: 'here',
    pid: process.pid,
    since: 0,
  };
  const locking = await locks.take(owner, { timeoutMs: 600_000 });
  if (locking.state !== 'held') throw new Error('not in ten minutes');
  await tell('in');
  if (locking.lock.remainingMs() === 0) throw new Error('held and lost');
  await clock.sleep(Math.random() * 4);
  await tell('out');
  await locking.lock.release();
}
