import { CONTACT_FIELDS } from '../../../types/contact-fields.ts';
import type { Cells } from '../../../types/declaration.ts';
import type { Diagnostic, Report } from '../../../types/diagnostic.ts';
import type { MappedRow, RowFields } from '../../../types/mapped-row.ts';
import { overlooked } from '../../../types/overlooked.ts';
import { rejectReason } from '../../../types/reason.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { keysOfRow, rowKeys } from '../identity/row-keys.ts';
import type { ContactSet } from './set.ts';

/** What mapping the columns of a source needs to know of the contacts of a set. */
export function rowFields({ policy, defaults }: ContactSet): RowFields {
  return {
    byName,
    lists: new Set(['tags', 'companies']),
    dates: new Set(['signed_up_at', 'last_seen_at']),
    phones: new Set(['phone']),
    emails: new Set(['email', 'owner']),
    identities: new Map([
      ['id', 'id'],
      ['external_id', 'id'],
      ['tags', 'name'],
      ['companies', 'id'],
    ]),
    neverCleared: new Set(['id', 'role', 'external_id', 'email', 'unsubscribed_from_emails']),
    onBlank: policy.on_blank,
    defaults,
  };
}

const byName: ReadonlySet<string> = new Set([...CONTACT_FIELDS, 'custom_attributes']);

/** A bad row stops the plan, or is left out with a warning and goes into the reject file (design 3.5). */
export function refuseRow(
  set: ContactSet,
  {
    row,
    cells,
    unchecked,
    declared,
  }: {
    readonly row: Pick<MappedRow, 'raw' | 'layout'> & Partial<Pick<MappedRow, 'place'>>;
    readonly cells: Cells;
    readonly unchecked?: ContactDeclaration;
    readonly declared?: ContactDeclaration;
  },
  problems: readonly Diagnostic[],
  report: Report,
): void {
  if (set.policy.on_bad_row === 'stop') {
    if (set.overlooked) set.rejects.overlook(keysOfRow(cells, row));
    for (const problem of problems) report(set.overlooked ? overlooked(problem) : problem);
    return;
  }
  const errors = problems.filter((problem) => problem.severity === 'error');
  const reasons = errors.map(rejectReason);
  const at = (declared?.place ?? row.place)?.row;
  const { raw, layout } = row;
  set.rejects.add(
    { row: { raw, layout }, at, reasons, ...(unchecked === undefined ? {} : { unchecked }) },
    keysOfRow(cells, row),
    declared,
  );
  for (const problem of problems)
    report({ ...problem, severity: 'warning', summary: `row left out: ${problem.summary}` });
}

/**
 * Runs `work` with a report of its own where the declaration is from a row of a set that skips bad rows, or from a set that
 * is not selected. Undefined where `work` reports an error: the declaration is left out. For all other declarations findings
 * go to `report`.
 */
export function orLeftOut<T>(
  declaration: ContactDeclaration,
  report: Report,
  work: (report: Report) => T,
): T | undefined {
  const { row, set, cells } = declaration;
  if (row === undefined) {
    if (!set.overlooked) return work(report);
    let failed = false;
    const value = work((finding) => {
      failed ||= finding.severity === 'error';
      report(overlooked(finding));
    });
    if (!failed) return value;
    set.rejects.overlook(rowKeys(cells));
    return undefined;
  }
  const problems: Diagnostic[] = [];
  const result = work((diagnostic) => problems.push(diagnostic));
  if (problems.some((problem) => problem.severity === 'error')) {
    refuseRow(set, { row, cells, declared: declaration }, problems, report);
    return undefined;
  }
  for (const problem of problems) report(problem);
  return result;
}

/**
 * A report for findings about these declarations. Where none of their sets is selected, an error becomes a warning and the
 * people are left alone; otherwise it stays an error.
 */
export function reportOn(about: Iterable<ContactDeclaration>, report: Report): Report {
  let isAny = false;
  for (const { set } of about) {
    if (!set.overlooked) return report;
    isAny = true;
  }
  if (!isAny) return report;
  return (finding) => {
    if (finding.severity === 'error')
      for (const { set, cells } of about) set.rejects.overlook(rowKeys(cells));
    report(overlooked(finding));
  };
}

/** The same for findings about a whole set. */
export function reportOnSet(set: ContactSet, report: Report): Report {
  if (!set.overlooked) return report;
  return (finding) => {
    if (finding.severity === 'error') set.rejects.overlookAll();
    report(overlooked(finding));
  };
}
