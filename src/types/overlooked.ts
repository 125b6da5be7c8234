import type { Diagnostic } from './diagnostic.ts';

/** An error in something that is not selected: it does not stop the plan of what is. */
export function overlooked(finding: Diagnostic): Diagnostic {
  if (finding.severity !== 'error') return finding;
  return { ...finding, severity: 'warning', summary: `${finding.summary} (not selected)` };
}
