import type { Diagnostic } from '../types/diagnostic.ts';

/** Findings of one code in one file above this are shown as one with samples (DESIGN section 4). */
const shownApart = 10;
const samples = 3;

/** Sorts by file and place, drops repeats, and joins many findings of one sort into one with a count and samples. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  const seen = new Set<string>();
  for (const diagnostic of [...diagnostics].sort(byPlace)) {
    const text = JSON.stringify(samePlaceKey(diagnostic));
    if (seen.has(text)) continue;
    seen.add(text);
    const key = JSON.stringify([
      diagnostic.code,
      diagnostic.severity,
      diagnostic.file ?? '',
      diagnostic.summary,
    ]);
    const group = groups.get(key);
    // A source of a million rows may have a finding in each.
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups.values()]
    .flatMap((group) => (group.length > shownApart ? [joined(group)] : group))
    .sort(byPlace);
}

/** What is said of one place once is said of all items that take their value from there: defaults, on_create. */
function samePlaceKey(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.line === undefined) return diagnostic;
  const { address: _address, ...rest } = diagnostic;
  return rest;
}

function joined(group: readonly Diagnostic[]): Diagnostic {
  const [first] = group;
  if (first === undefined) throw new Error('a group is never empty');
  const shown = group.slice(0, samples).map((diagnostic) => {
    const where =
      diagnostic.row === undefined
        ? diagnostic.line === undefined
          ? ''
          : `line ${diagnostic.line}`
        : `row ${diagnostic.row}`;
    return [where, diagnostic.detail ?? diagnostic.address ?? ''].filter((part) => part !== '').join(': ');
  });
  return {
    ...first,
    summary: `${first.summary} (${group.length} times)`,
    detail: `${shown.join('; ')} and ${group.length - samples} more`,
  };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.file ?? '', b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.row ?? 0) - (b.row ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.code, b.code) ||
    compare(a.address ?? '', b.address ?? '') ||
    compare(a.detail ?? '', b.detail ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether any finding keeps the plan from being applied. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
