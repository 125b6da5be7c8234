import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import type { ChangeOrGroup } from '../changes/group-changes.ts';
import { WIDE } from '../changes/grouping.ts';
import type { PlanMarkdownOptions } from '../markdown/plan-markdown.ts';
import { GLYPHS } from '../view/glyphs.ts';
import type { GravePlace } from '../view/grave.ts';
import { BLOCKED_TITLE, type GuardView } from '../view/guard-view.ts';
import type { PlanPart } from '../view/plan-parts.ts';
import { type PlanView, viewPlan } from '../view/plan-view.ts';
import type { ShownGroup } from '../view/shown-change.ts';
import { type ReportData, ReportRows, type StreamedReport } from './report-data.ts';
import { type AlarmItem, type ReportFrame, reportPieces } from './report-page.ts';
import type { ReportEntry } from './report-shape.ts';

/** Rows of a plan with at most so many changes are held and written section by section; a longer plan is streamed in its own order. */
const MOST_IN_ORDER = 10_000;

/** The plan as one HTML file with search and filters (design 6.3): every change is in it, destructive ones first. */
export function renderPlanHtml(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  return [...renderPlanHtmlPieces(plan, options)].join('');
}

/** The same in pieces, for a plan that is longer than any text. */
export function* renderPlanHtmlPieces(
  plan: PlanDocument,
  options: PlanMarkdownOptions = {},
): Generator<string> {
  const view = viewPlan(plan, options);
  // An undo is in memory already, and only what is held can be grouped.
  const isHeld = view.length <= MOST_IN_ORDER || view.isUndo;
  yield* reportPieces(frameOf(view, options.notice), isHeld ? heldData(view) : streamedData(plan, view));
}

function heldData(view: PlanView): ReportData {
  const { shown, sections } = view;
  const rows = new ReportRows();
  const add = (change: Change) => rows.addChange(shown.change(change));
  const entryOf = (entry: ChangeOrGroup): ReportEntry =>
    entry.change === undefined
      ? { title: titleOf(shown.group(entry.group)), rows: Array.from(entry.group.changes, add) }
      : add(entry.change);
  const places: Record<GravePlace, Change[]> = { doubtful: [], merges: [], listed: [] };
  for (const change of sections.grave.changes) places[view.placeOf(change)].push(change);
  const table = [...places.doubtful, ...places.merges].map(add);
  const entries = {
    grave: [...tableOf(table), ...view.listed(places.listed).map(entryOf)],
    other: (view.grouped([WIDE])[0]?.entries ?? []).map(entryOf),
    identity: Array.from(sections.identity.changes, add),
  };
  return {
    noun: 'change',
    words: rows.words,
    glyphs: GLYPHS,
    rows: rows.rows,
    sections: view.filled.map(({ part, title }) => ({ title, ...LEADS[part], entries: entries[part] })),
  };
}

/** Rows are made as they are written, in the plan's order. Only their numbers are held, for the sections at the end of the data. */
function streamedData({ changes }: PlanDocument, view: PlanView): StreamedReport {
  const { shown } = view;
  const rows = new ReportRows();
  const [grouped] = view.grouped([WIDE]);
  const entries = grouped?.entries ?? [];
  const places: Record<GravePlace, number[]> = { doubtful: [], merges: [], listed: [] };
  const identities: number[] = [];
  const others = entries.map((): number[] => []);
  function* made(): Generator<string> {
    let [index, other] = [0, 0];
    for (const change of changes) {
      const part = view.partOf(index);
      if (part === 'other') others[grouped?.entryOf(other++) ?? 0]?.push(index);
      else if (part === 'identity') identities.push(index);
      else places[view.placeOf(change)].push(index);
      yield rows.changeText(shown.change(change));
      index += 1;
    }
  }
  const entriesOf: Readonly<Record<PlanPart, () => readonly ReportEntry[]>> = {
    grave: () => [...tableOf([...places.doubtful, ...places.merges]), ...places.listed],
    identity: () => identities,
    other: () =>
      entries.map(({ group }, at): ReportEntry => {
        const found = others[at] ?? [];
        return group === undefined ? (found[0] ?? 0) : { title: titleOf(shown.group(group)), rows: found };
      }),
  };
  return {
    noun: 'change',
    words: rows.words,
    glyphs: GLYPHS,
    count: changes.length,
    rows: made(),
    sections: view.filled.map(({ part, title }) => ({ title, ...LEADS[part], entries: entriesOf[part] })),
  };
}

/** Sections that stand before the findings. */
const LEADS: Readonly<Record<PlanPart, { readonly leads?: true }>> = {
  grave: { leads: true },
  identity: { leads: true },
  other: {},
};

function tableOf(rows: readonly number[]): readonly ReportEntry[] {
  return rows.length === 0 ? [] : [{ table: true, rows }];
}

function titleOf({ count, parts }: ShownGroup): string {
  return `${count}: ${parts.join(', ')}`;
}

function frameOf(view: PlanView, notice: string | undefined): ReportFrame {
  const { title, guards, means, findings, sum } = view;
  return {
    title,
    notes: [...view.origin, ...view.notManaged, ...view.masked],
    alarms: [
      ...(notice === undefined ? [] : [{ title: notice, items: [] }]),
      ...view.errors.map((line) => ({ title: line, items: [] })),
      ...(guards.length === 0 ? [] : [{ title: BLOCKED_TITLE, items: guards.flatMap(guardItems) }]),
    ],
    counts: view.counts
      .filter(({ of, count }) => count > 0 || of === 'unchanged')
      .map(({ of, glyph, count }) => ({ label: glyph === '' ? of : `${glyph} ${of}`, count })),
    means,
    findings,
    sum,
  };
}

function guardItems({ head, details }: GuardView): readonly AlarmItem[] {
  return [{ text: head, leads: true }, ...details.map((text) => ({ text, leads: false }))];
}
