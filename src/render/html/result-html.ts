import type { ResultDocument } from '../../types/result.ts';
import type { Stream } from '../../types/stream.ts';
import { GLYPHS } from '../view/glyphs.ts';
import { type ResultView, type RunFacts, viewResult } from '../view/result-view.ts';
import { type ReportData, ReportRows, type StreamedReport } from './report-data.ts';
import { type AlarmItem, type ReportFrame, reportPieces } from './report-page.ts';

/** Rows of a result with at most so many entries are held; those of a longer one are made as they are written. */
const MOST_HELD = 10_000;

/** The report of an apply as one HTML file: what went wrong first. */
export function renderResultHtml(result: ResultDocument, options: RunFacts = {}): string {
  return [...renderResultHtmlPieces(result, options)].join('');
}

/** The same in pieces, for a result that is longer than any text. */
export function* renderResultHtmlPieces(result: ResultDocument, options: RunFacts = {}): Generator<string> {
  const view = viewResult(result, options);
  const data = streamedData(view);
  yield* reportPieces(frameOf(result, view), data.count <= MOST_HELD ? held(data) : data);
}

/** Rows section by section. Only how many each section has is known before they are made. */
function streamedData(view: ResultView): StreamedReport {
  const rows = new ReportRows();
  const shown = [...view.sections, { title: 'Done', entries: view.done }].filter(
    ({ entries }) => entries.length > 0,
  );
  function* made(): Generator<string> {
    for (const { entries } of shown) for (const entry of entries) yield rows.resultText(entry);
  }
  let count = 0;
  const sections = shown.map(({ title, entries }) => {
    const first = count;
    count += entries.length;
    return { title, entries: () => placesFrom(first, entries) };
  });
  return { noun: 'result', words: rows.words, glyphs: GLYPHS, count, rows: made(), sections };
}

function placesFrom(first: number, { length }: Stream<unknown>): readonly number[] {
  return Array.from({ length }, (_, at) => first + at);
}

function held({ noun, words, glyphs, rows, sections }: StreamedReport): ReportData {
  return {
    noun,
    words,
    glyphs,
    rows: [...rows],
    sections: sections.map(({ title, entries }) => ({ title, entries: entries() })),
  };
}

function frameOf({ exit, diagnostics }: ResultDocument, view: ResultView): ReportFrame {
  const { title, counts, sum } = view;
  return {
    title,
    notes: [],
    alarms: exit === 0 ? [] : [{ title: `Not everything was done (exit ${exit})`, items: nextSteps(view) }],
    counts,
    means: [],
    findings: diagnostics,
    sum,
  };
}

function nextSteps({ sections }: ResultView): readonly AlarmItem[] {
  return sections
    .filter(({ isDone }) => !isDone)
    .map(({ label, next, explain }) => {
      const more = explain === undefined ? '' : ` More about it: ${explain}.`;
      return { text: `${label}: ${next}${more}`, leads: false };
    });
}
