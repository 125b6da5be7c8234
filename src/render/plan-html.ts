import type { Change } from '../types/change.ts';
import type { PlanDocument } from '../types/plan.ts';
import { consequenceSentences } from './consequences.ts';
import { counted } from './counted.ts';
import { graveEntries } from './grave-entries.ts';
import { type Entry, groupChanges } from './group-changes.ts';
import { groupCount, groupParts } from './group-words.ts';
import { guardLines } from './guard-lines.ts';
import { doubtfulFirst, TABLE_FROM } from './merge-facts.ts';
import type { PlanMarkdownOptions } from './plan-markdown.ts';
import { GRAVE_TITLE, IDENTITY_TITLE, otherTitle, planParts } from './plan-parts.ts';
import { lastLine } from './plan-summary.ts';
import {
  blockedIn,
  GLYPHS,
  maskedGroup,
  maskedNotes,
  notManagedWords,
  originNotes,
  planTitle,
} from './plan-words.ts';
import { type ReportEntry, ReportRows } from './report-data.ts';
import { reportPage } from './report-page.ts';

/** The plan as one HTML file with search and filters (DESIGN 6.3): every change is in it, destructive ones first. */
export function renderPlanHtml(plan: PlanDocument, options: PlanMarkdownOptions = {}): string {
  const { mask, notManaged, notice, origins } = options;
  const isBlocked = blockedIn(plan, options);
  const rows = new ReportRows();
  const add = (change: Change) => rows.addChange(mask?.change(change) ?? change, isBlocked(change));
  const shown = (entry: Entry): ReportEntry => {
    if (entry.change !== undefined) return add(entry.change);
    const group = maskedGroup(entry.group, mask);
    return {
      title: `${groupCount(group)}: ${groupParts(group).join(', ')}`,
      rows: entry.group.changes.map(add),
    };
  };
  const parts = planParts([...plan.changes]);
  const graves = parts.grave;
  const merges = doubtfulFirst(graves.filter((change) => change.action === 'merge'));
  const table = merges.length >= TABLE_FROM ? [{ table: true as const, rows: merges.map(add) }] : [];
  const apart = table.length > 0 ? graves.filter((change) => change.action !== 'merge') : graves;
  const grave = [...table, ...graveEntries(plan, apart, isBlocked).map(shown)];
  const other = groupChanges(parts.other, isBlocked).map(shown);
  const [blocked, ...guards] = guardLines(plan, { width: 1000, color: false, origins });
  const errors = plan.diagnostics.filter((one) => one.severity === 'error').length;
  const frame = {
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
    means: consequenceSentences(plan),
    findings: mask === undefined ? plan.diagnostics : plan.diagnostics.map(mask.finding),
    sum: lastLine(plan, mask),
  };
  const sections = [
    { title: GRAVE_TITLE, leads: true, entries: grave },
    { title: IDENTITY_TITLE, leads: true, entries: parts.identity.map(add) },
    { title: otherTitle(parts), entries: other },
  ].filter(({ entries }) => entries.length > 0);
  return reportPage(frame, { noun: 'change', words: rows.words, glyphs: GLYPHS, rows: rows.rows, sections });
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
