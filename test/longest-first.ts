import { sep } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take a minute or more, the longest first. Started last, one of them would keep a single processor busy at the
 * end.
 */
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

/**
 * Starts these files first. In a fresh clone vitest knows no durations and sorts by file size, but the slowest files are
 * among the smallest.
 */
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
