import { describe, expect, it } from 'vitest';
import { reportFindings } from '../../src/apply/report.ts';
import { tallyOf } from '../../src/apply/tally.ts';
import { renderResultHtml } from '../../src/render/html/result-html.ts';
import { renderResultMarkdown } from '../../src/render/markdown/result-markdown.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { renderResult } from '../../src/render/text/result-text.ts';
import { jsonText } from '../../src/render/words/json-text.ts';
import type { Change } from '../../src/types/change.ts';
import type { ChangeResult, ResultDocument } from '../../src/types/result.ts';
import { streamOf } from '../../src/types/stream.ts';
import { largePlan } from './large-plan.ts';
import { sampleResult } from './sample-plan.ts';

const look = { width: 100, color: false };

/** Results of every sort, those of the same sort far from each other. */
function resultOf({ address, action, id }: Change, at: number): ChangeResult {
  const result = { address, action, id: id ?? `66c${at}` };
  switch (at % 50) {
    case 7:
      return { ...result, outcome: 'failed', reason: `Intercom refused "${at}"`, request_id: `req-${at}` };
    case 11:
      return { ...result, outcome: 'failed', partly: true, reason: 'only partly written: it is gone' };
    case 13:
      return { ...result, outcome: 'stale', reason: `email is person${at}@acme.test by now` };
    case 17:
      return { ...result, outcome: 'unknown', reason: 'no answer came' };
    case 23:
      return {
        ...result,
        outcome: 'done',
        edited: [{ field: 'name', read: 'Ada', now: `Ada ${at} Lovelace` }],
      };
    case 29:
      return { ...result, outcome: 'skipped', reason: 'it needs tag/vip, which failed' };
    case 31:
      return { ...result, outcome: 'not_attempted', reason: 'the run stopped' };
    default:
      return { ...result, outcome: at % 2 === 0 ? 'done' : 'already' };
  }
}

/** The same result as it is read from disk: every entry is another object each time, and none can be had by its place. */
function streamed(result: ResultDocument): ResultDocument & { readonly passes: () => number } {
  let passes = 0;
  const results = streamOf(result.results.length, function* () {
    passes += 1;
    for (const one of result.results) yield { ...one };
  });
  return { ...result, results, passes: () => passes };
}

describe.each([60, 6000, 12_000])('a result of %i changes that is read from disk', (count) => {
  const plan = largePlan(count);
  const results = [...plan.changes].map(resultOf);
  const held = sampleResult({ results, exit: 3 });
  const mask = createMask({ key: 'k', sensitive: [] });
  const limitless = { cause: 'max-errors', reason: 'the run stopped' } as const;

  it('is the same in every format, masked and not', () => {
    const read = streamed(held);
    const { passes: _, ...document } = read;
    expect(jsonText(document)).toBe(jsonText(held));
    expect(renderResult(read, look)).toBe(renderResult(held, look));
    expect(renderResultMarkdown(read)).toBe(renderResultMarkdown(held));
    expect(renderResultHtml(read)).toBe(renderResultHtml(held));
    const [maskedRead, maskedHeld] = [mask.result(document, plan), mask.result(held, plan)];
    expect(jsonText(maskedRead)).toBe(jsonText(maskedHeld));
    expect(renderResult(maskedRead, look)).toBe(renderResult(maskedHeld, look));
    expect(renderResultHtml(maskedRead)).toBe(renderResultHtml(maskedHeld));
  });

  it('has the same findings', () => {
    const read = streamed(held).results;
    expect(tallyOf(read)).toEqual(held.summary);
    expect(reportFindings(read, limitless, [])).toEqual(reportFindings(results, limitless, []));
  });

  it('is gone through a few times', () => {
    const read = streamed(held);
    renderResult(read, look);
    expect(read.passes()).toBeLessThanOrEqual(3);
  });
});
