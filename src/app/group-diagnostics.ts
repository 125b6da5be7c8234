import type { Diagnostic } from '../types/diagnostic.ts';

/** Findings of one sort above this are shown as one with samples (design 4). */
const shownApart = 10;
const samples = 3;
/** Of rows that are left out each has its reason in the reject file. */
const leftOutApart = 3;

/** A finding that stands for others of its sort, of which only the number is known. */
export interface Counted extends Diagnostic {
  readonly others?: number;
}

/**
 * Takes findings as they come and keeps of those about rows only what groupDiagnostics shows, and how many there were: a file of
 * a million rows may have one wrong with each. What is said of one place again is dropped.
 */
export class FoundDiagnostics {
  readonly #kept: Counted[] = [];
  /** Sort → where its first stands in what is kept, and how many there are. */
  readonly #sorts = new Map<string, { readonly at: number; kept: number; count: number }>();
  readonly #said = new Set<string>();

  add(diagnostic: Counted): void {
    if (diagnostic.row === undefined) {
      const text = JSON.stringify(samePlaceKey(diagnostic));
      if (this.#said.has(text)) return;
      this.#said.add(text);
      this.#kept.push(diagnostic);
      return;
    }
    const key = sortKey(diagnostic);
    const sort = this.#sorts.get(key) ?? { at: this.#kept.length, kept: 0, count: 0 };
    this.#sorts.set(key, sort);
    sort.count += 1 + (diagnostic.others ?? 0);
    if (sort.kept > shownApart) return;
    sort.kept++;
    const { others: _counted, ...one } = diagnostic;
    this.#kept.push(one);
  }

  all(): readonly Counted[] {
    const all = [...this.#kept];
    for (const { at, kept, count } of this.#sorts.values()) {
      const first = all[at];
      if (first !== undefined && count > kept) all[at] = { ...first, others: count - kept };
    }
    return all;
  }
}

/** Findings that are shown as one where there are many: of the rows of one file, and of all manifests. */
export function sortKey({ code, severity, file, row, summary }: Diagnostic): string {
  return `${code}\n${severity}\n${row === undefined ? '' : `${file ?? ''} rows`}\n${summary}`;
}

/** Sorts by file and place, drops repeats, and joins many findings of one sort into one with a count and samples. */
export function groupDiagnostics(diagnostics: readonly Counted[]): readonly Diagnostic[] {
  const groups = new Map<string, Counted[]>();
  const seen = new Set<string>();
  for (const diagnostic of [...diagnostics].sort(byPlace)) {
    const text = JSON.stringify(samePlaceKey(diagnostic));
    if (seen.has(text)) continue;
    seen.add(text);
    const key = sortKey(diagnostic);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  return [...groups.values()].flatMap((group) => (isMany(group) ? [joined(group)] : group)).sort(byPlace);
}

/** What is said of one place once is said of all items that take their value from there: defaults, on_create. */
export function samePlaceKey(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.line === undefined) return diagnostic;
  const { address: _address, ...rest } = diagnostic;
  return rest;
}

function isMany(group: readonly Counted[]): boolean {
  const most = group.every(isAboutRow) ? leftOutApart : shownApart;
  return group.length > most || group.some(({ others }) => others !== undefined);
}

/** A warning about a row stops nothing. */
function isAboutRow({ severity, row }: Counted): boolean {
  return severity === 'warning' && row !== undefined;
}

function joined(group: readonly Counted[]): Diagnostic {
  const [counted] = group;
  if (counted === undefined) throw new Error('a group is never empty');
  const { others: _others, ...first } = counted;
  const count = group.reduce((sum, { others = 0 }) => sum + 1 + others, 0);
  const files = new Set(group.flatMap(({ file }) => file ?? []));
  const isSpread = files.size > 1;
  const shown = (isSpread ? sampled(group) : group.slice(0, samples)).map((diagnostic) =>
    [whereOf(diagnostic, isSpread), diagnostic.detail ?? diagnostic.address ?? '']
      .filter((part) => part !== '')
      .join(': '),
  );
  const spread = isSpread ? `, in ${files.size} files: ${named([...files])}` : '';
  return {
    ...first,
    summary: `${first.summary} (${count} times)`,
    detail: `${shown.join('; ')} and ${count - samples} more${spread}`,
  };
}

/** The first of as many files as there are samples; where there are fewer files, the next ones of the first. */
function sampled(group: readonly Counted[]): readonly Counted[] {
  const firsts = new Map(group.toReversed().map((diagnostic) => [diagnostic.file, diagnostic]));
  const spread = group.filter((diagnostic) => firsts.get(diagnostic.file) === diagnostic);
  return [...new Set([...spread, ...group])].slice(0, samples);
}

function whereOf({ file, line, row }: Diagnostic, withFile: boolean): string {
  if (row !== undefined) return `row ${row}`;
  if (withFile) return line === undefined ? (file ?? '') : `${file}:${line}`;
  return line === undefined ? '' : `line ${line}`;
}

/** So many files are named. */
const FILES_NAMED = 5;

function named(files: readonly string[]): string {
  const more = files.length - FILES_NAMED;
  return `${files.slice(0, FILES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function byPlace(a: Diagnostic, b: Diagnostic): number {
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
