import { thousands } from './counted.ts';

const WHERE = 'all are in the HTML report (--format html), in --json and in the file that plan --out writes';

/** What stands in the place of irreversible or destructive changes that a format cannot hold (DESIGN 6.3). */
export function hiddenGrave(count: number): string {
  return `${thousands(count)} more irreversible or destructive ${count === 1 ? 'change is' : 'changes are'} not shown here: ${WHERE}.`;
}

/** The same for other rows, which may be groups. */
export function hiddenOther(count: number): string {
  return `${thousands(count)} more ${count === 1 ? 'entry is' : 'entries are'} not shown here: ${WHERE}.`;
}
