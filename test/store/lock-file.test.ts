import fs, {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { rename } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createExclusive } from '../../src/store/folder/exclusive-file.ts';
import { lockText, readLock } from '../../src/store/folder/lock-content.ts';
import { BEAT_MS, lockFiles } from '../../src/store/folder/lock-file.ts';
import type { Machine, ProcessMark, Sighting } from '../../src/store/folder/lock-process.ts';
import { claimName, removeHeld } from '../../src/store/folder/lock-removal.ts';
import type { LockOwner } from '../../src/types/store.ts';
import { eventually } from './eventually.ts';
import { fakeClock } from './fake-clock.ts';
import { busyWith, locksContract } from './locks-contract.ts';
import { ownerNamed } from './owners.ts';

const ADAS: ProcessMark = {
  host: 'laptop',
  pid: 4711,
  started: '90210',
  boot: 'b1b1b1b1-0000-4000-8000-000000000000',
  boot_at: 1_790_000_000_000,
  namespace: 'pid:[4026531836]',
};
const GRACES: ProcessMark = { ...ADAS, pid: 4712, started: '90333' };

/** A machine with these processes. */
function machine(self: ProcessMark, running: Readonly<Record<number, Sighting>> = {}): Machine {
  return { self, look: (pid) => running[pid] ?? { state: 'gone' } };
}

let store: string;
let folder: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'interform-locks-'));
  folder = join(store, 'locks');
});
afterEach(() => rmSync(store, { recursive: true }));

locksContract('a folder', async () => {
  const [here, file] = [store, folder];
  return {
    locks: (clock) => lockFiles(here, { clock }),
    renewEveryMs: BEAT_MS,
    cut: async () => {
      await rename(file, `${file}-away`);
      // A file in the place of the folder: looking fails, which says nothing of the lock.
      writeFileSync(file, '');
    },
    afterCut: 'running-out',
    clean: async () => {},
  };
});

describe('a lock file', () => {
  const path = () => join(folder, 'acme0001.json');

  /** Ada's process takes the lock and is seen no more; it gives no sign of life afterwards. */
  async function adaHolds(mark: ProcessMark = ADAS): Promise<LockOwner> {
    const ada = ownerNamed('ada', { host: mark.host, pid: mark.pid });
    const locking = await lockFiles(store, { clock: fakeClock(), machine: machine(mark) }).take(ada, {
      timeoutMs: 0,
    });
    expect(locking.state).toBe('held');
    return ada;
  }

  /** Grace tries; what came of it and how long she waited. */
  async function graceTries(
    grace: Machine,
    { timeoutMs = 0, onSleep }: { timeoutMs?: number; onSleep?: (now: number) => void } = {},
  ) {
    const clock = fakeClock();
    clock.onSleep = onSleep;
    const startedAt = clock.watched();
    const locking = await lockFiles(store, { clock, machine: grace }).take(ownerNamed('grace'), {
      timeoutMs,
    });
    return { locking, waitedMs: clock.watched() - startedAt };
  }

  it('is private to the user and holds who, where and since when', async () => {
    await adaHolds();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({
      format: 'interform-lock/1',
      owner: { by: 'ada', host: 'laptop', since: Date.UTC(2026, 10, 28, 16, 44) },
      process: ADAS,
    });
  });

  const running = (started: string): Record<number, Sighting> => ({ 4711: { state: 'there', started } });
  const cases: readonly {
    readonly holder: string;
    readonly mark?: Partial<ProcessMark>;
    readonly grace?: Machine;
    /** Undefined where waiting for an hour is in vain. */
    readonly staleAfterMs: number | undefined;
    /** Whether it is waited for without a time limit. */
    readonly always?: true;
  }[] = [
    { holder: 'is gone', staleAfterMs: 0 },
    { holder: 'is there', grace: machine(GRACES, running('90210')), staleAfterMs: undefined },
    { holder: 'left its pid to another process', grace: machine(GRACES, running('99999')), staleAfterMs: 0 },
    {
      holder: 'was there before the machine started anew',
      mark: { boot: 'b0' },
      staleAfterMs: 10_000,
      always: true,
    },
    { holder: 'is on another machine', mark: { host: 'runner-7' }, staleAfterMs: 60_000 },
    { holder: 'is on another machine of the same boot id', mark: { host: 'clone' }, staleAfterMs: 60_000 },
    { holder: 'is in another container', mark: { namespace: 'pid:[4026539999]' }, staleAfterMs: 60_000 },
    { holder: 'is hidden', grace: machine(GRACES, { 4711: { state: 'hidden' } }), staleAfterMs: 60_000 },
    {
      holder: 'is gone, without a boot id',
      mark: { boot: null },
      grace: machine({ ...GRACES, boot: null }),
      staleAfterMs: 0,
    },
    {
      holder: 'may be there, without a boot id and a start time',
      mark: { boot: null, started: null },
      grace: machine({ ...GRACES, boot: null }, { 4711: { state: 'hidden' } }),
      staleAfterMs: 60_000,
    },
    {
      holder: 'is gone, and the clock was set or the machine started anew',
      mark: { boot: null },
      grace: machine({ ...GRACES, boot: null, boot_at: ADAS.boot_at + 3_600_000 }),
      staleAfterMs: 10_000,
      always: true,
    },
    {
      holder: 'is there, and the clock was set',
      mark: { boot: null },
      grace: machine({ ...GRACES, boot: null, boot_at: ADAS.boot_at - 3_600_000 }, running('90210')),
      staleAfterMs: 60_000,
    },
    {
      holder: 'is of a system that tells more',
      grace: machine({ ...GRACES, boot: null }),
      staleAfterMs: 60_000,
    },
  ];
  for (const { holder, mark, grace = machine(GRACES), staleAfterMs, always } of cases) {
    it(`whose holder ${holder}: stale after ${staleAfterMs ?? 'never'}`, async () => {
      const ada = await adaHolds({ ...ADAS, ...mark });
      const limits = staleAfterMs === undefined ? 3_600_000 : staleAfterMs - 1;
      if (staleAfterMs !== 0 && always === undefined) {
        const early = await graceTries(grace, { timeoutMs: limits });
        expect(busyWith(early.locking)).toEqual(ada);
        expect(early.waitedMs).toBe(limits);
      }
      if (staleAfterMs === undefined) return;
      const { locking, waitedMs } = await graceTries(grace, { timeoutMs: always ? 0 : staleAfterMs + 1_000 });
      expect(locking.state).toBe('held');
      expect(waitedMs).toBeGreaterThanOrEqual(staleAfterMs);
      expect(waitedMs).toBeLessThan(staleAfterMs + 1_000);
      expect(readLock(path())?.content?.owner.by).toBe('grace');
      expect(readdirSync(folder)).toEqual(['acme0001.json']);
    });
  }

  it('elsewhere is not stale while its holder gives signs of life, whatever the wall clock does', async () => {
    const ada = await adaHolds({ ...ADAS, host: 'runner-7' });
    let beatAt = 0;
    // The clock of the file server goes backwards.
    let wallClock = Date.UTC(2026, 10, 28) / 1000;
    const onSleep = (now: number) => {
      if (now - beatAt < 50_000) return;
      beatAt = now;
      wallClock -= 3_600;
      utimesSync(path(), wallClock, wallClock);
    };
    const { locking, waitedMs } = await graceTries(machine(GRACES), { timeoutMs: 300_000, onSleep });
    expect(busyWith(locking)).toEqual(ada);
    expect(waitedMs).toBe(300_000);
  });

  it('shows each sign of life, although the wall clock stands still or is set back', async () => {
    const clock = fakeClock();
    const locking = await lockFiles(store, { clock }).take(ownerNamed('ada'), { timeoutMs: 0 });
    const remainingMs = () => (locking.state === 'held' ? locking.lock.remainingMs() : 0);
    const noon = Date.UTC(2026, 10, 28, 12);
    vi.useFakeTimers({ toFake: ['Date'], now: noon });
    try {
      for (const time of [noon, noon, noon, noon - 3_600_000, noon + 86_400_000]) {
        vi.setSystemTime(time);
        const before = readLock(path())?.beat;
        clock.pass(BEAT_MS);
        await eventually(() => expect(remainingMs()).toBe(60_000));
        expect(readLock(path())?.beat).not.toBe(before);
      }
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is old is not stale for that: nobody watched it', async () => {
    await adaHolds({ ...ADAS, host: 'runner-7' });
    utimesSync(path(), 1, 1);
    expect((await graceTries(machine(GRACES))).locking.state).toBe('busy');
    utimesSync(path(), 4e9, 4e9);
    expect((await graceTries(machine(GRACES))).locking.state).toBe('busy');
  });

  it('that cannot be read is watched like one from elsewhere, and can be taken away', async () => {
    await adaHolds();
    writeFileSync(path(), '{"format":"interform-lo');
    const { locking } = await graceTries(machine(GRACES));
    const { id, by, workspace } = busyWith(locking);
    expect({ by, workspace }).toEqual({ by: 'unknown', workspace: 'acme0001' });
    expect((await graceTries(machine(GRACES), { timeoutMs: 61_000 })).waitedMs).toBeGreaterThanOrEqual(
      60_000,
    );
    writeFileSync(path(), '{"format":"interform-lo');
    const locks = lockFiles(store, { clock: fakeClock(), machine: machine(GRACES) });
    expect(await locks.breakLock(id)).toMatchObject({ id, by: 'unknown' });
    expect(await locks.holders()).toEqual([]);
  });

  it('of a process that is gone is listed no more, and can be taken away', async () => {
    const ada = await adaHolds();
    const look = (grace: Machine) => lockFiles(store, { clock: fakeClock(), machine: grace });
    expect(await look(machine(GRACES, running('90210'))).holders()).toEqual([ada]);
    expect(await look(machine(GRACES)).holders()).toEqual([]);
    expect(await look(machine(GRACES)).breakLock(ada.id)).toEqual(ada);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of nobody is listed as none', async () => {
    expect(await lockFiles(store).holders()).toEqual([]);
    expect(await lockFiles(store).breakLock('ada-1')).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });
});

describe('taking a lock file away', () => {
  const path = () => join(folder, 'acme0001.json');
  const text = (id: string, mark: ProcessMark, of?: { file: string; id: string }) =>
    lockText({ owner: ownerNamed('ada', { id }), process: mark, ...(of === undefined ? {} : { of }) });
  const remover = (clock = fakeClock()) => ({ clock, machine: machine(GRACES), isOver: () => true });

  beforeEach(async () => {
    await lockFiles(store, { clock: fakeClock() }).take(ownerNamed('ada', { workspace: 'other' }), {
      timeoutMs: 0,
    });
    rmSync(join(folder, 'other.json'));
  });

  it('leaves a lock alone that is not the one that was judged', async () => {
    writeFileSync(path(), text('grace-9', GRACES));
    expect(await removeHeld(path(), 'ada-9', remover())).toBe('gone');
    expect(readLock(path())?.id).toBe('grace-9');
    expect(readdirSync(folder)).toEqual(['acme0001.json']);
  });

  it('waits for one who is at it', async () => {
    writeFileSync(path(), text('ada-9', ADAS));
    writeFileSync(
      join(folder, claimName('ada-9')),
      text('claim-1', GRACES, { file: 'acme0001.json', id: 'ada-9' }),
    );
    expect(await removeHeld(path(), 'ada-9', { ...remover(), isOver: () => false })).toBe('contended');
    expect(readLock(path())?.id).toBe('ada-9');
  });

  it('finds a file gone that its maker, who was killed, takes away between look and unlink', async () => {
    writeFileSync(path(), text('ada-9', GRACES));
    const { unlinkSync } = fs;
    fs.unlinkSync = (file) => {
      unlinkSync(file);
      unlinkSync(file);
    };
    syncBuiltinESMExports();
    try {
      expect(await removeHeld(path(), 'ada-9', remover())).toBe('gone');
    } finally {
      fs.unlinkSync = unlinkSync;
      syncBuiltinESMExports();
    }
  });

  it('goes on where others were killed at it, one after the other', async () => {
    writeFileSync(path(), text('ada-9', ADAS));
    writeFileSync(
      join(folder, claimName('ada-9')),
      text('claim-1', ADAS, { file: 'acme0001.json', id: 'ada-9' }),
    );
    writeFileSync(
      join(folder, claimName('claim-1')),
      text('claim-2', ADAS, { file: claimName('ada-9'), id: 'claim-1' }),
    );
    expect(await removeHeld(path(), 'ada-9', remover())).toBe('unlinked');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given up by a machine that slept over it', async () => {
    writeFileSync(path(), text('ada-9', ADAS));
    /** Between any two looks at this clock the machine sleeps. */
    const sleepy = (ms: number) => {
      const clock = fakeClock();
      const held = () => {
        clock.pass(ms);
        return clock.held();
      };
      return { ...clock, held };
    };
    const slept = sleepy(9_999);
    expect(await removeHeld(path(), 'ada-9', remover(slept))).toBe('unlinked');
    writeFileSync(path(), text('ada-9', ADAS));
    const longer = sleepy(10_000);
    expect(await removeHeld(path(), 'ada-9', remover(longer))).toBe('contended');
    expect(readdirSync(folder)).toEqual(['acme0001.json']);
  });

  it('sweeps what killed processes left, and nothing that is of use', async () => {
    writeFileSync(path(), text('ada-9', ADAS));
    const files = {
      'dead.tmp': text('ada-1', ADAS),
      'alive.tmp': text('grace-1', GRACES),
      'elsewhere.tmp': text('ada-2', { ...ADAS, host: 'runner-7' }),
      [claimName('gone')]: text('claim-1', ADAS, { file: 'acme0001.json', id: 'gone' }),
      [claimName('ada-9')]: text('claim-2', ADAS, { file: 'acme0001.json', id: 'ada-9' }),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const grace = machine(GRACES, { 4712: { state: 'there', started: '90333' } });
    await lockFiles(store, { clock: fakeClock(), machine: grace }).take(
      ownerNamed('grace', { workspace: 'other' }),
      {
        timeoutMs: 0,
      },
    );
    expect(readdirSync(folder).sort()).toEqual(
      ['acme0001.json', 'alive.tmp', 'elsewhere.tmp', 'other.json', claimName('ada-9')].sort(),
    );
  });
});

describe('making a file exclusively', () => {
  const noLinks = async () => {
    throw Object.assign(new Error('not supported'), { code: 'ENOTSUP' });
  };

  it('works without hard links, and never over a file', async () => {
    const path = join(store, 'acme0001.json');
    expect(await createExclusive(path, 'ada', noLinks)).toBe(true);
    expect(await createExclusive(path, 'grace', noLinks)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('ada');
    expect(readdirSync(store)).toEqual(['acme0001.json']);
  });

  it('leaves nothing behind where it fails', async () => {
    const denied = async () => {
      throw Object.assign(new Error('denied'), { code: 'EACCES' });
    };
    await expect(createExclusive(join(store, 'a.json'), 'ada', denied)).rejects.toThrow('denied');
    expect(readdirSync(store)).toEqual([]);
  });
});
