import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { errorCode } from '../../types/error-code.ts';

/** What identifies a process, as far as the system tells. */
export interface ProcessMark {
  readonly host: string;
  readonly pid: number;
  /** In ticks since the boot; null where the system does not tell. A pid is reused; pid and start together are not. */
  readonly started: string | null;
  /** The kernel's own id of this boot; null where it has none. */
  readonly boot: string | null;
  /** Wall clock at the boot, milliseconds since the epoch; only as true as that clock. */
  readonly boot_at: number;
  /** The pid namespace, outside of which the pid means nothing; null where the system has none. */
  readonly namespace: string | null;
}

/** A process of this machine, looked up by pid. */
export type Sighting =
  | { readonly state: 'gone' }
  | { readonly state: 'there'; readonly started: string }
  /** A process has this pid, and the system tells no more. */
  | { readonly state: 'hidden' };

export interface Machine {
  readonly self: ProcessMark;
  look(pid: number): Sighting;
}

/**
 * What this machine can say of a holder:
 *
 *   dead       it is gone for ever
 *   alive      it is there
 *   rebooted   this machine has rebooted since, or another one has its name
 *   unknown    it is elsewhere: another machine, another container
 */
export type HolderState = 'dead' | 'alive' | 'rebooted' | 'unknown';

/** Two reads of one boot time differ by this much at most, unless somebody set the clock. */
const bootToleranceMs = 5_000;

export function judge(mark: ProcessMark, machine: Machine): HolderState {
  const { self } = machine;
  if (mark.host !== self.host) return 'unknown';
  if (mark.boot !== null && self.boot !== null) {
    if (mark.boot !== self.boot) return 'rebooted';
    return mark.namespace === self.namespace ? judgePid(mark, machine) : 'unknown';
  }
  if (mark.boot !== self.boot || mark.namespace !== self.namespace) return 'unknown';
  const verdict = judgePid(mark, machine);
  if (Math.abs(mark.boot_at - self.boot_at) <= bootToleranceMs) return verdict;
  return verdict === 'dead' ? 'rebooted' : 'unknown';
}

function judgePid({ pid, started }: ProcessMark, machine: Machine): HolderState {
  const seen = machine.look(pid);
  if (seen.state === 'gone') return 'dead';
  if (seen.state === 'hidden' || started === null) return 'unknown';
  return seen.started === started ? 'alive' : 'dead';
}

/** This process on this machine. */
export function thisMachine(): Machine {
  const seen = look(process.pid);
  return {
    self: {
      host: hostname(),
      pid: process.pid,
      started: seen.state === 'there' ? seen.started : null,
      boot: readLine('/proc/sys/kernel/random/boot_id'),
      boot_at: Math.round(Date.now() - uptime() * 1000),
      namespace: pidNamespace(),
    },
    look,
  };
}

function look(pid: number): Sighting {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: somebody else's process.
    if (errorCode(error) === 'ESRCH') return { state: 'gone' };
  }
  const stat = readLine(`/proc/${pid}/stat`);
  if (stat === null) return { state: 'hidden' };
  // proc(5): pid (name) state ppid …, the start time is field 22; the name may hold anything, brackets too.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = fields[18];
  if (state === undefined || started === undefined) return { state: 'hidden' };
  // A zombie runs no more; its parent has not asked for its exit code yet, and in a container may never do so.
  return state === 'Z' || state === 'X' ? { state: 'gone' } : { state: 'there', started };
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function readLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
