import type { Diagnostic } from '../types/diagnostic.ts';

/** If there are more findings of a sort than this, they are shown as one with samples (design 4). */
const shownApart = 10;
const samples = 3;
/** The same limit for rows that were left out; the reject file has the reason of each. */
const leftOutApart = 3;

/** A finding that also stands for `others` of its sort. */
export interface Counted extends Diagnostic {
  readonly others?: number;
}

/**
 * Collects findings. Of those about rows it keeps only as many as groupDiagnostics shows, and counts the others: each of a
 * million rows may have one. Repeated findings about the same place are dropped.
 */
export class FoundDiagnostics {
  readonly #kept: Counted[] = [];
  /** Sort → index of its first finding in `#kept`, how many are kept, and how many there are. */
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

/**
 * Equal for findings that are shown as one if there are many. Those about rows are grouped by file, all others over all
 * manifests.
 */
export function sortKey({ code, severity, file, row, summary }: Diagnostic): string {
  return `${code}\n${severity}\n${row === undefined ? '' : `${file ?? ''} rows`}\n${summary}`;
}

/** Sorts findings by file and place, drops repeated ones, and joins many of one sort into one with a count and samples. */
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

/**
 * A finding without its address, if it has a line. Values of `defaults` and `on_create` have the same finding for each item
 * that gets them.
 */
export function samePlaceKey(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.line === undefined) return diagnostic;
  const { address: _address, ...rest } = diagnostic;
  return rest;
}

function isMany(group: readonly Counted[]): boolean {
  const most = group.every(isAboutRow) ? leftOutApart : shownApart;
  return group.length > most || group.some(({ others }) => others !== undefined);
}

/** A warning about a row, which does not stop a plan. */
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

/** Samples from different files, if there are enough; else further ones from the first files. */
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

/** How many files a message lists. */
const FILES_NAMED = 5;

function named(files: readonly string[]): string {
  const more = files.length - FILES_NAMED;
  return `${files.slice(0, FILES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Sorts by file, line, row and column; findings at the same place by code, address and detail. */
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

/** Whether one of the findings is an error, so that the plan cannot be applied. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
