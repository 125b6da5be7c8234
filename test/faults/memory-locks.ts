import type { Locks } from '../../src/store/backend.ts';
import { lockFiles } from '../../src/store/folder/lock-file.ts';
import type { Machine, ProcessMark } from '../../src/store/folder/lock-process.ts';
import type { LockClock } from '../../src/store/lock-clock.ts';
import { lockKeys } from '../../src/store/redis/lock-key.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Who locks: one process of this machine. */
export interface Locker {
  readonly life: Life;
  readonly dice: Dice;
}

/** The product's own locks, on a clock and a machine in memory. */
export type LocksFor = (locker: Locker) => Locks;

/** Files in a folder; whether a process still lives is looked up among those that were started here. */
export function folderLocks(folder: string, clock: VirtualClock): LocksFor {
  const processes = new Map<number, Life>();
  const markOf = (pid: number): ProcessMark => ({
    host: 'ada',
    pid,
    started: String(pid),
    boot: 'this-boot',
    boot_at: 0,
    namespace: null,
  });
  return (locker) => {
    const pid = processes.size + 1;
    processes.set(pid, locker.life);
    const machine: Machine = {
      self: markOf(pid),
      look: (other) =>
        processes.get(other)?.isAlive === true
          ? { state: 'there', started: String(other) }
          : { state: 'gone' },
    };
    return lockFiles(folder, { clock: lockClock(locker, clock), machine });
  };
}

/** A Redis in memory: keys that end by themselves. */
export function redisLocks(clock: VirtualClock): LocksFor {
  const keys = new Map<string, { readonly value: string; readonly until: number }>();
  const held = (key: string) => {
    const found = keys.get(key);
    return found !== undefined && found.until > clock.now() ? found : undefined;
  };
  const answer = ([command = '', ...words]: readonly string[]): unknown => {
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = words;
    switch (command) {
      case 'SET': {
        if (words.includes('NX') && held(first) !== undefined) return null;
        keys.set(first, { value: second, until: clock.now() + Number(words[words.indexOf('PX') + 1]) });
        return 'OK';
      }
      case 'GET':
        return held(first)?.value ?? null;
      case 'EVAL': {
        if (held(third)?.value !== fourth) return 0;
        if (first.includes('pexpire')) keys.set(third, { value: fourth, until: clock.now() + Number(fifth) });
        else keys.delete(third);
        return 1;
      }
      case 'SCAN':
        return ['0', [...keys.keys()].filter((key) => held(key) !== undefined)];
      default:
        throw new Error(`this Redis does not know ${command}`);
    }
  };
  return (locker) => {
    const { life, dice } = locker;
    const sendCommand = (words: readonly string[]) =>
      new Promise<unknown>((resolve) => {
        life.lets(() =>
          clock.at(clock.now() + dice.between(0, 3), () => {
            const result = answer(words);
            life.lets(() => resolve(result));
          }),
        );
      });
    return lockKeys({ sendCommand }, lockClock(locker, clock));
  };
}

function lockClock({ life, dice }: Locker, clock: VirtualClock): LockClock {
  return {
    held: clock.now,
    watched: () => life.awakeMs(),
    sleep: (ms, signal) => life.sleep(ms, signal),
    every: (ms, tick) => life.every(ms, tick),
    random: () => dice.next(),
  };
}
