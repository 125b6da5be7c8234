import { thousands } from '../words/counted.ts';
import type { PlanPart } from './plan-parts.ts';

const ELSEWHERE = 'in the HTML report (--format html), in --json and in the file that plan --out writes';

/** What a part of a plan is made of, for a sentence about what is left out. An entry of the others may be a group of changes. */
const LEFT_OUT: Readonly<Record<PlanPart, (isOne: boolean) => string>> = {
  grave: (isOne) => `irreversible or destructive ${isOne ? 'change is' : 'changes are'}`,
  identity: (isOne) =>
    `${isOne ? 'change' : 'changes'} of email, phone, id, role or subscription ${isOne ? 'is' : 'are'}`,
  other: (isOne) => (isOne ? 'entry is' : 'entries are'),
};

/** Says that changes had no room, and where they are (design 6.3). `full`: also that --full shows them. */
export function hiddenWords(part: PlanPart, count: number, { full = false } = {}): string {
  const where = full ? `--full shows all, and all are ${ELSEWHERE}` : `all are ${ELSEWHERE}`;
  return `${thousands(count)} more ${LEFT_OUT[part](count === 1)} not shown here: ${where}.`;
}
