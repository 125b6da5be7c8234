import type { Desk } from './desk.ts';
import type { Run, RunEnd } from './run.ts';

/** What the processes of a scenario did, for people: every write and every disturbed read, then how each ended. */
export async function traceOf(desk: Desk, startedAt: number): Promise<string> {
  const parts = await Promise.all(
    desk.runs.map(async (run, index) => [
      `process ${index}: ${run.argv.join(' ')} at ${run.startedAt - startedAt} ms`,
      ...requestLines(run, startedAt),
      ...endLines(run.isOver() ? await run.ended : undefined),
    ]),
  );
  return parts.flat().join('\n');
}

function requestLines(run: Run, startedAt: number): readonly string[] {
  return run.served
    .filter(({ writes, fault }) => writes || fault !== undefined)
    .map(({ request, answer, fault, at }) => {
      const { pathname, search } = new URL(request.url);
      const struck = fault === undefined ? '' : ` [${fault}]`;
      return `  ${Math.round(at - startedAt)} ms ${request.method} ${pathname}${search} ${request.body} → ${answer.status}${struck}`;
    });
}

function endLines(end: RunEnd | undefined): readonly string[] {
  if (end === undefined) return ['  still runs'];
  if (end.state === 'killed') return ['  killed'];
  const { document } = end;
  const results = document.format === 'interform-result/1' ? document.results : [];
  return [
    `  exit ${end.exit}`,
    ...[...results].map(
      ({ address, action, outcome, reason = '' }) => `    ${outcome} ${action} ${address} ${reason}`,
    ),
    ...document.diagnostics.map(({ code, summary, detail = '' }) => `    ${code}: ${summary}; ${detail}`),
  ];
}
