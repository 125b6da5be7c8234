import { describe } from 'vitest';
import { announceSkip, skipReason } from './description.ts';

/** A describe block that needs the official description: skipped, with the reason in its name and on stderr, when it is absent. */
export function describeContract(name: string, cases: () => void): void {
  if (skipReason === undefined) {
    describe(name, cases);
    return;
  }
  announceSkip();
  describe.skip(`${name} (${skipReason})`, cases);
}
