import { sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take a minute or more, the longest first: begun last, one of them keeps a single processor busy at the end. */
const LONGEST = [
  'faults/processes',
  'action/scenarios',
  'faults/seeded-',
  'faults/breakages',
  'action/store',
  'commands/canary',
  'properties/',
  'faults/redis-and-network',
  'docs/walk-throughs',
  'action/',
];

/** A fresh clone knows no durations, and goes by the size of the files then: the longest are among the shortest of them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const path = moduleId.split(sep).join('/');
  const at = LONGEST.findIndex((start) => path.includes(`/test/${start}`));
  return at === -1 ? LONGEST.length : at;
}
