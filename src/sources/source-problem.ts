import type { Diagnostic } from '../types/diagnostic.ts';

/** Why a data file cannot be read on. Thrown inside this folder only; it becomes a diagnostic. */
export class SourceProblem extends Error {
  readonly finding: Omit<Diagnostic, 'severity'>;

  constructor(finding: Omit<Diagnostic, 'severity'>) {
    super(finding.summary);
    this.finding = finding;
  }
}
