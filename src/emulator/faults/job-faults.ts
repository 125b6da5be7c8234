import type { Random } from '../random.ts';

/** What can go wrong with a job after its request was accepted. */
export const JOB_FAULT_NAMES = [
  /** It hangs halfway: half of its items are done, the others never, and it never ends. */
  'job-stuck',
  /** It ends with errors, though all went well. */
  'job-false-errors',
  /** It ends well, though a tenth of its items was dropped. */
  'job-lost-items',
  /** It ends well, though no tag was put on or taken off. */
  'job-lost-tags',
] as const;
export type JobFaultName = (typeof JOB_FAULT_NAMES)[number];

/** What strikes one job. */
export interface JobStrike {
  readonly name: JobFaultName;
  /** Positions of the items that are never done. */
  readonly dropped: ReadonlySet<number>;
}

export function isJobFault(name: string): name is JobFaultName {
  return JOB_FAULT_NAMES.some((known) => known === name);
}

export function strikeOf(name: JobFaultName, items: number, random: Random): JobStrike {
  switch (name) {
    case 'job-stuck':
      return { name, dropped: new Set(positions(items).slice(Math.ceil(items / 2))) };
    case 'job-lost-items':
      return { name, dropped: drawn(Math.ceil(items / 10), items, random) };
    default:
      return { name, dropped: new Set() };
  }
}

function positions(items: number): number[] {
  return Array.from({ length: items }, (_, position) => position);
}

/** So many of the positions, by chance. */
function drawn(count: number, items: number, random: Random): ReadonlySet<number> {
  const left = positions(items);
  const taken = new Set<number>();
  while (taken.size < count) {
    const [position] = left.splice(Math.floor(random.next() * left.length), 1);
    if (position === undefined) break;
    taken.add(position);
  }
  return taken;
}
