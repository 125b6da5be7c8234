import type { Fact, FactsDocument } from '../../types/facts.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { padTo, wrap } from '../terminal/width.ts';
import { counted } from '../words/counted.ts';

const HEADS = ['question', 'assumed', 'found'] as const;

/** What a probe found, as a table; what differs stands out, and says how it was seen. */
export function renderFacts({ facts }: Pick<FactsDocument, 'facts'>, look: Look): string {
  const paint = paintFor(look.color);
  const rows = facts.map((fact) => [fact.question, String(fact.assumed), foundText(fact)] as const);
  const widths = HEADS.map((head, at) => Math.max(head.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, at) => padTo(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = facts.flatMap((fact, at) => {
    const shown = line(rows[at] ?? []);
    if (fact.state === 'as_assumed') return [shown];
    const under = wrap(fact.how, Math.max(30, look.width - 2)).map((text) => `  ${text}`);
    return [paint(fact.state === 'differs' ? 'yellow' : 'dim', shown), ...under];
  });
  return [paint('bold', line(HEADS)), ...lines, '', paint('bold', sumText(facts))].join('\n');
}

function foundText({ found, state }: Fact): string {
  if (state === 'not_probed') return 'not probed';
  return state === 'differs' ? `${found} *` : String(found);
}

function sumText(facts: readonly Fact[]): string {
  const of = (state: Fact['state']) => facts.filter((fact) => fact.state === state).length;
  const parts = [
    `${counted(of('as_assumed'), 'answer')} as assumed`,
    `${of('differs')} different`,
    ...(of('not_probed') === 0 ? [] : [`${of('not_probed')} not probed`]),
  ];
  return `${parts.join(', ')}.`;
}
