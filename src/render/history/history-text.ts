import { assertNever } from '../../types/assert-never.ts';
import type { HistoryDocument, HistoryRun } from '../../types/history.ts';
import { OUTCOMES } from '../../types/result.ts';
import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { counted, thousands } from '../words/counted.ts';
import { duration } from '../words/duration.ts';
import { inert } from '../words/inert.ts';
import { instantText } from '../words/instant-text.ts';

const INDENT = '      ';
/** Of a commit. */
const SHORT = 7;

/**
 * The runs of a store for people, newest first, without a newline at the end:
 *
 *   20261128T164400Z-7f3a9c  2026-11-28 16:44:00 UTC  ada
 *       production: workspace ecahpwf5; manifests 0003; commit a5e4c70 on main
 *       120 done, 3 failed; exit 3; 12 s; 1 in doubt
 */
export function renderHistory(document: HistoryDocument, look: Look): string {
  const paint = paintFor(look.color);
  const { runs, left_out: left } = document;
  const notes = [
    ...(left.older > 0 ? [`${older(left.older)}: --limit ${runs.length + left.older} shows all.`] : []),
    ...(left.other_workspaces > 0
      ? [
          `${counted(left.other_workspaces, 'run')} of other workspaces not shown: --env NAME chooses the environment.`,
        ]
      : []),
  ];
  if (runs.length === 0) return [...wrap(noRuns(document), look.width), ...notes].join('\n');
  const where = document.workspace === null ? '' : ` of workspace ${inert(document.workspace)}`;
  return [
    paint('bold', `Runs${where}, newest first`),
    '',
    ...runs.flatMap((run) => runLines(run, look)),
    '',
    ...notes,
    'interform history RUN shows what a run did, change by change.',
  ].join('\n');
}

function older(count: number): string {
  return counted(count, 'older run');
}

function noRuns({ store, diagnostics, workspace }: HistoryDocument): string {
  if (diagnostics.some(({ code }) => code === 'no-store'))
    return 'No runs: this project keeps no store (store: none in the project file), so none is recorded.';
  const first = 'the first apply that changes something records one';
  if (store === null) return `No runs yet: ${first}.`;
  const of = workspace === null ? '' : ` of workspace ${inert(workspace)}`;
  return `No runs${of} yet in ${inert(store.where)}: ${first}.`;
}

function runLines(run: HistoryRun, look: Look): string[] {
  const paint = paintFor(look.color);
  const room = Math.max(34, look.width - INDENT.length);
  const { text, ink } = outcomeWords(run);
  return [
    `  ${paint('bold', run.id)}  ${instantText(run.started_at)}  ${inert(run.by.name)}`,
    ...wrap(originWords(run), room).map((line) => INDENT + paint('dim', line)),
    ...wrap(text, room).map((line) => INDENT + (ink === undefined ? line : paint(ink, line))),
  ];
}

/** Where from: environment and workspace, version and commit, what it takes back. */
export function originWords(run: HistoryRun): string {
  const { environment, workspace, manifests, git, undoes, undone_by: undoneBy } = run;
  return [
    `${environment === null ? '' : `${inert(environment)}: `}workspace ${inert(workspace)}`,
    ...(manifests.version === null ? [] : [`manifests ${inert(manifests.version)}`]),
    ...(git === undefined
      ? []
      : [
          `commit ${inert(git.commit.slice(0, SHORT))}${git.branch === undefined ? '' : ` on ${inert(git.branch)}`}`,
        ]),
    ...(undoes === undefined ? [] : [`undoes ${inert(undoes)}`]),
    ...(undoneBy === undefined ? [] : [`undone by ${undoneBy.map(inert).join(', ')}`]),
  ].join('; ');
}

/** What came of it, and in which colour it is shown. */
export function outcomeWords(run: HistoryRun): { readonly text: string; readonly ink: Ink | undefined } {
  const doubt = run.in_doubt > 0 ? [`${thousands(run.in_doubt)} in doubt`] : [];
  switch (run.state) {
    case 'under_way':
      return { text: 'under way', ink: 'cyan' };
    case 'interrupted':
      return {
        text: ['interrupted: killed, or its end could not be recorded', ...doubt].join('; '),
        ink: 'yellow',
      };
    case 'ended':
      return {
        text: [
          summaryWords(run.summary),
          ...(run.exit === null ? [] : [`exit ${run.exit}`]),
          ...(run.ended_at === null ? [] : [took(run.started_at, run.ended_at)]),
          ...doubt,
        ].join('; '),
        ink: run.exit === 0 ? undefined : 'yellow',
      };
    default:
      return assertNever(run.state);
  }
}

/** `120 done, 3 failed`. */
function summaryWords(summary: HistoryRun['summary']): string {
  const parts = [...OUTCOMES, 'interrupted' as const].flatMap((outcome) => {
    const count = summary?.[outcome] ?? 0;
    const word = outcome === 'interrupted' ? 'partly written' : outcome.replace('_', ' ');
    return count > 0 ? [`${thousands(count)} ${word}`] : [];
  });
  return parts.length === 0 ? 'nothing done' : parts.join(', ');
}

function took(from: string, to: string): string {
  return duration((Date.parse(to) - Date.parse(from)) / 1000);
}
