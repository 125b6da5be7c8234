import type { Diagnostic } from './diagnostic.ts';

/** Makes an error in something that is not selected a warning, so that it does not stop the plan of what is selected. */
export function overlooked(finding: Diagnostic): Diagnostic {
  if (finding.severity !== 'error') return finding;
  return { ...finding, severity: 'warning', summary: `${finding.summary} (not selected)` };
}
