import { thousands } from '../words/counted.ts';

const ELSEWHERE = 'in the HTML report (--format html), in --json and in the file that plan --out writes';
const WHERE = `all are ${ELSEWHERE}`;
/** In text. */
const WHERE_IN_FULL = `--full shows all, and all are ${ELSEWHERE}`;

/** What stands in the place of irreversible or destructive changes that a format cannot hold (DESIGN 6.3). */
export function hiddenGrave(count: number, { full = false } = {}): string {
  return `${thousands(count)} more irreversible or destructive ${count === 1 ? 'change is' : 'changes are'} not shown here: ${full ? WHERE_IN_FULL : WHERE}.`;
}

/** The same for those that change who somebody is or how they are reached. */
export function hiddenIdentity(count: number, { full = false } = {}): string {
  return `${thousands(count)} more ${count === 1 ? 'change' : 'changes'} of email, phone, id, role or subscription ${count === 1 ? 'is' : 'are'} not shown here: ${full ? WHERE_IN_FULL : WHERE}.`;
}

/** The same for other rows, which may be groups. */
export function hiddenOther(count: number, { full = false } = {}): string {
  return `${thousands(count)} more ${count === 1 ? 'entry is' : 'entries are'} not shown here: ${full ? WHERE_IN_FULL : WHERE}.`;
}
