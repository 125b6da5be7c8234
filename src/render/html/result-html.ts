import type { ResultDocument } from '../../types/result.ts';
import {
  closingLines,
  entriesOf,
  nextStep,
  outcomeCounts,
  type RunFacts,
  SECTIONS,
} from '../text/result-text.ts';
import { GLYPHS } from '../view/plan-words.ts';
import { ReportRows } from './report-data.ts';
import { reportPage } from './report-page.ts';

/** The report of an apply as one HTML file: what went wrong first. */
export function renderResultHtml(result: ResultDocument, options: RunFacts = {}): string {
  const rows = new ReportRows();
  const noted = SECTIONS.map((section) => ({ title: section.title, found: entriesOf(section, result) }));
  const plain = result.results.filter(
    ({ outcome, edited }) => (outcome === 'done' || outcome === 'already') && edited === undefined,
  );
  const sections = [...noted, { title: 'Done', found: plain }]
    .map(({ title, found }) => ({ title, entries: found.map((entry) => rows.addResult(entry)) }))
    .filter(({ entries }) => entries.length > 0);
  const [title, counts] = closingLines(result, options);
  const bad = result.exit !== 0;
  const frame = {
    title,
    notes: [],
    alarms: bad ? [{ title: `Not everything was done (exit ${result.exit})`, lines: nextSteps(result) }] : [],
    counts: outcomeCounts(result),
    means: [],
    findings: result.diagnostics,
    sum: counts,
  };
  return reportPage(frame, { noun: 'result', words: rows.words, glyphs: GLYPHS, rows: rows.rows, sections });
}

function nextSteps(result: ResultDocument): string[] {
  return SECTIONS.flatMap((section) => {
    const entries = section.edited === true ? [] : entriesOf(section, result);
    if (entries.length === 0) return [];
    const words = section.partly === true ? 'partly written' : section.outcome.replace('_', ' ');
    const more = section.code === undefined ? '' : ` More about it: interform explain ${section.code}.`;
    return [`${words}: ${nextStep(section, entries)}${more}`];
  });
}
