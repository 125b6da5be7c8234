import type { Change } from '../../types/change.ts';
import type { PlanDocument } from '../../types/plan.ts';
import { graveEntries } from '../changes/grave-entries.ts';
import { type ChangeGroup, type Entry, groupShapes } from '../changes/group-changes.ts';
import { groupCount, groupParts } from '../changes/group-words.ts';
import { WIDE } from '../changes/grouping.ts';
import { doubtfulFirst, isDoubtful, TABLE_FROM } from '../changes/merge-facts.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { PlanMarkdownOptions } from '../markdown/plan-markdown.ts';
import type { Mask } from '../mask/mask.ts';
import { guardLines } from '../view/guard-lines.ts';
import {
  GRAVE_TITLE,
  IDENTITY_TITLE,
  otherTitle,
  type PlanPart,
  type PlanParts,
  planParts,
} from '../view/plan-parts.ts';
import { lastLine } from '../view/plan-summary.ts';
import {
  blockedIn,
  GLYPHS,
  maskedGroup,
  maskedNotes,
  notManagedWords,
  originNotes,
  planTitle,
} from '../view/plan-words.ts';
import { counted } from '../words/counted.ts';
import { type ReportData, ReportRows, type StreamedReport } from './report-data.ts';
import { type ReportFrame, reportPieces } from './report-page.ts';
import type { ReportEntry } from './report-shape.ts';

/** Changes whose rows stand in the order in which they are read; those of a longer plan stand in its own. */
const MOST_IN_ORDER = 10_000;

/** The plan as one HTML file with search and filters (DESIGN 6.3): every change is in it, destructive ones first. */
export function renderPlanHtml(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  return [...renderPlanHtmlPieces(plan, options)].join('');
}

/** The same in pieces, for a plan that is longer than any text. */
export function* renderPlanHtmlPieces(
  plan: PlanDocument,
  options: PlanMarkdownOptions = {},
): Generator<string> {
  const isBlocked = blockedIn(plan, options);
  const parts = planParts(plan.changes, isBlocked);
  const frame = frameOf(plan, parts.consequences.sentences(plan.cost), options);
  // A run that is taken back is in memory already.
  const isHeld = plan.changes.length <= MOST_IN_ORDER || plan.undoes !== undefined;
  const shown = { parts, isBlocked, mask: options.mask };
  yield* reportPieces(frame, isHeld ? heldData(plan, shown) : streamedData(plan, shown));
}

interface Showing {
  readonly parts: PlanParts;
  readonly isBlocked: IsBlocked;
  readonly mask: Mask | undefined;
}

function heldData(plan: PlanDocument, { parts, isBlocked, mask }: Showing): ReportData {
  const rows = new ReportRows();
  const add = (change: Change) => rows.addChange(mask?.change(change) ?? change, isBlocked(change));
  const shown = (entry: Entry): ReportEntry =>
    entry.change === undefined
      ? { title: titleOf(entry.group, mask), rows: Array.from(entry.group.changes, add) }
      : add(entry.change);
  const graves = [...parts.grave];
  const merges = doubtfulFirst(graves.filter((change) => change.action === 'merge'));
  const table = merges.length >= TABLE_FROM ? [{ table: true as const, rows: merges.map(add) }] : [];
  const apart = table.length > 0 ? graves.filter((change) => change.action !== 'merge') : graves;
  const grave = [...table, ...graveEntries(plan, apart, isBlocked).map(shown)];
  const [grouped] = groupShapes(parts.other, parts.shapes, { isBlocked, groupings: [WIDE] });
  const other = (grouped?.entries ?? []).map(shown);
  const sections = [
    { title: GRAVE_TITLE, leads: true, entries: grave },
    { title: IDENTITY_TITLE, leads: true, entries: Array.from(parts.identity, add) },
    { title: otherTitle(parts), entries: other },
  ].filter(({ entries }) => entries.length > 0);
  return { noun: 'change', words: rows.words, glyphs: GLYPHS, rows: rows.rows, sections };
}

/** Each row is made as it is written; what stands where is known by numbers until the end. */
function streamedData({ changes }: PlanDocument, { parts, isBlocked, mask }: Showing): StreamedReport {
  const rows = new ReportRows();
  const [grouped] = groupShapes(parts.other, parts.shapes, { isBlocked, groupings: [WIDE] });
  const entries = grouped?.entries ?? [];
  const merges: [number[], number[]] = [[], []];
  const [graves, identities]: [number[], number[]] = [[], []];
  const others = entries.map((): number[] => []);
  const inTable = parts.merges >= TABLE_FROM;
  const place = (change: Change, index: number, part: PlanPart) => {
    if (part === 'identity') identities.push(index);
    else if (part === 'grave' && inTable && change.action === 'merge')
      merges[isDoubtful(change) ? 0 : 1].push(index);
    else if (part === 'grave') graves.push(index);
  };
  function* made(): Generator<string> {
    let [index, other] = [0, 0];
    for (const change of changes) {
      const part = parts.partOf(index);
      if (part === 'other') others[grouped?.entryOf(other++) ?? 0]?.push(index);
      else place(change, index, part);
      yield rows.changeText(mask?.change(change) ?? change, isBlocked(change));
      index += 1;
    }
  }
  const otherEntries = () =>
    entries.map(({ group }, at): ReportEntry => {
      const found = others[at] ?? [];
      return group === undefined ? (found[0] ?? 0) : { title: titleOf(group, mask), rows: found };
    });
  const table = () => (inTable ? [{ table: true as const, rows: merges.flat() }] : []);
  const sections = [
    { title: GRAVE_TITLE, leads: true, of: parts.grave, entries: () => [...table(), ...graves] },
    { title: IDENTITY_TITLE, leads: true, of: parts.identity, entries: () => identities },
    { title: otherTitle(parts), of: parts.other, entries: otherEntries },
  ].filter(({ of }) => of.length > 0);
  return { noun: 'change', words: rows.words, glyphs: GLYPHS, count: changes.length, rows: made(), sections };
}

function titleOf(group: ChangeGroup, mask: Mask | undefined): string {
  const shown = maskedGroup(group, mask);
  return `${groupCount(shown)}: ${groupParts(shown).join(', ')}`;
}

function frameOf(
  plan: PlanDocument,
  means: readonly string[],
  { mask, notManaged, notice, origins }: PlanMarkdownOptions,
): ReportFrame {
  const [blocked, ...guards] = guardLines(plan, { width: 1000, color: false, origins });
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  return {
    title: planTitle(plan, mask),
    notes: [...originNotes(plan), ...notManagedWords(notManaged), ...maskedNotes(plan, mask)],
    alarms: [
      ...(notice === undefined ? [] : [{ title: notice, lines: [] }]),
      ...(errors === 0
        ? []
        : [
            {
              title: `This plan has ${counted(errors, 'error')}: it is neither saved nor applied.`,
              lines: [],
            },
          ]),
      ...(blocked === undefined ? [] : [{ title: blocked, lines: guards.map((line) => line.trim()) }]),
    ],
    counts: countsOf(plan),
    means,
    findings: mask === undefined ? plan.diagnostics : plan.diagnostics.map(mask.finding),
    sum: lastLine(plan, mask),
  };
}

function countsOf({ summary }: PlanDocument) {
  const actions = [
    { label: '+ create', count: summary.create },
    { label: '~ update', count: summary.update },
    { label: '↑ convert', count: summary.convert },
    { label: '» merge', count: summary.merge },
    { label: '- archive', count: summary.archive },
    { label: '± unarchive', count: summary.unarchive },
    { label: 'skipped', count: summary.skipped },
    { label: '! blocked', count: summary.blocked },
  ];
  return [...actions.filter(({ count }) => count > 0), { label: 'unchanged', count: summary.unchanged }];
}
