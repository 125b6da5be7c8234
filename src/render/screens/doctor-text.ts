import type { Check } from '../../types/check.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { padTo, wrap } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';

const INKS: Readonly<Record<Check['state'], Ink>> = { ok: 'green', warning: 'yellow', failed: 'red' };
const STATE_COLUMNS = 'warning'.length;
const HELP_COLUMNS = 'help: '.length;

/** What works and how to fix what does not, without a newline at the end. */
export function renderChecks(checks: readonly Check[], look: Look): string {
  const paint = paintFor(look.color);
  const nameColumns = Math.max(0, ...checks.map((check) => inert(check.name).length));
  const indent = ' '.repeat(STATE_COLUMNS + nameColumns + 4);
  const room = Math.max(30, look.width - indent.length);
  const lines = checks.flatMap((check) => {
    const [first = '', ...more] = wrap(inert(check.detail), room);
    const head = `${paint(INKS[check.state], padTo(check.state, STATE_COLUMNS))}  ${padTo(inert(check.name), nameColumns)}  ${first}`;
    const [advice, ...further] = check.help === undefined ? [] : wrap(inert(check.help), room - HELP_COLUMNS);
    const help = advice === undefined ? [] : [`${indent}${paint('bold', 'help:')} ${advice}`];
    const under = indent + ' '.repeat(HELP_COLUMNS);
    return [head, ...more.map((line) => indent + line), ...help, ...further.map((line) => under + line)];
  });
  const failed = checks.filter((check) => check.state === 'failed').length;
  const sum =
    failed === 0 ? 'Everything that interform needs works.' : `${failed} of ${checks.length} checks failed.`;
  return [...lines, '', paint('bold', sum)].join('\n');
}
