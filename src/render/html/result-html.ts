import type { ResultDocument } from '../../types/result.ts';
import { GLYPHS } from '../view/glyphs.ts';
import { type ResultView, type RunFacts, viewResult } from '../view/result-view.ts';
import { ReportRows } from './report-data.ts';
import { type AlarmItem, reportPage } from './report-page.ts';

/** The report of an apply as one HTML file: what went wrong first. */
export function renderResultHtml(result: ResultDocument, options: RunFacts = {}): string {
  const view = viewResult(result, options);
  const rows = new ReportRows();
  const sections = [...view.sections, { title: 'Done', entries: view.done }]
    .map(({ title, entries }) => ({ title, entries: entries.map((entry) => rows.addResult(entry)) }))
    .filter(({ entries }) => entries.length > 0);
  const isBad = result.exit !== 0;
  const frame = {
    title: view.title,
    notes: [],
    alarms: isBad ? [{ title: `Not everything was done (exit ${result.exit})`, items: nextSteps(view) }] : [],
    counts: view.counts,
    means: [],
    findings: result.diagnostics,
    sum: view.sum,
  };
  return reportPage(frame, { noun: 'result', words: rows.words, glyphs: GLYPHS, rows: rows.rows, sections });
}

function nextSteps({ sections }: ResultView): readonly AlarmItem[] {
  return sections
    .filter(({ isDone }) => !isDone)
    .map(({ label, next, explain }) => {
      const more = explain === undefined ? '' : ` More about it: ${explain}.`;
      return { text: `${label}: ${next}${more}`, leads: false };
    });
}
