import { stripVTControlCharacters } from 'node:util';
import { Demo } from '../../../src/commands/demo.ts';
import { renderPlanHtml } from '../../../src/render/html/plan-html.ts';
import { createMask } from '../../../src/render/mask/mask.ts';
import { padTo } from '../../../src/render/terminal/width.ts';
import { renderPlan } from '../../../src/render/text/plan-text.ts';
import { renderResult } from '../../../src/render/text/result-text.ts';
import type { PlanDocument } from '../../../src/types/plan.ts';
import type { ResultDocument } from '../../../src/types/result.ts';
import { fakeTerminal, runCommand } from '../../commands/fake-terminal.ts';
import { terminalSvg } from './terminal-svg.ts';

const COLUMNS = 92;
/** Lines of a longer plan that are shown before its end. */
const FIRST = 22;
const look = { width: COLUMNS, color: true };

interface Tour {
  readonly plan: PlanDocument;
  readonly result: ResultDocument;
  readonly after: PlanDocument;
}

/** The tour of `interform demo`: plan, apply, and plan again. */
async function tour(): Promise<Tour> {
  const { exit, out } = await runCommand(Demo, ['--json'], fakeTerminal());
  if (exit !== 0) throw new Error(`the demo exits ${exit}: ${out}`);
  const sections: readonly Partial<{ plan: PlanDocument; result: ResultDocument }>[] =
    JSON.parse(out).sections;
  const [plan, after] = sections.flatMap((section) => section.plan ?? []);
  const [result] = sections.flatMap((section) => section.result ?? []);
  if (plan === undefined || after === undefined || result === undefined)
    throw new Error('the demo does not plan, apply and plan again');
  return { plan, result, after };
}

/** `interform demo` in a terminal. */
export async function terminalPicture(): Promise<string> {
  const { plan, result, after } = await tour();
  const lines = [
    ...command('interform plan'),
    ...shortened(renderPlan(plan, look).split('\n')),
    '',
    ...command('interform apply --yes'),
    ...renderResult(result, look).split('\n'),
    '',
    ...command('interform plan'),
    ...renderPlan(after, look).split('\n'),
  ];
  return terminalSvg(lines, { columns: COLUMNS, title: 'interform demo' });
}

/** The HTML report of the demo's plan. */
export async function reportPage(): Promise<string> {
  const { plan } = await tour();
  const mask = createMask({ key: 'demo', sensitive: plan.sensitive ?? [] });
  return renderPlanHtml(plan, { mask });
}

function command(typed: string): readonly string[] {
  return [`\u001b[32m$\u001b[39m \u001b[1m${typed}\u001b[22m`];
}

/** What comes first, and from what it means on, as whole blocks. */
function shortened(lines: readonly string[]): readonly string[] {
  const plain = lines.map(stripVTControlCharacters);
  const first = plain.findLastIndex((line, index) => index <= FIRST && /^ {2}\S/.test(line));
  const last = plain.indexOf('What this means');
  if (first === -1 || last <= first + 1) return lines;
  const gap = `\u001b[2m${padTo('', 4)}⋮ ${last - 1 - first} more lines\u001b[22m`;
  return [...lines.slice(0, first), gap, '', ...lines.slice(last)];
}
