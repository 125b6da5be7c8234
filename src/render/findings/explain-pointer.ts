import type { Diagnostic } from '../../types/diagnostic.ts';
import { inert } from '../words/inert.ts';

/** Findings whose help says all there is, such as those about the command line. */
const SELF_EXPLAINING: ReadonlySet<string> = new Set([
  ...['unknown-command', 'unknown-flag', 'bad-flag-value', 'missing-argument', 'unexpected-argument'],
  ...['flag-without-effect', 'port-taken', 'port-refused', 'bad-seed', 'bad-faults', 'unknown-code'],
  ...['old-node', 'not-built', 'output-lost', 'internal-error', 'interrupted', 'intercom-interrupted'],
]);

/** Where to read more about the errors among these findings; undefined where no error needs explaining. */
export function explainPointer(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter(
    ({ code, severity }) => severity === 'error' && !SELF_EXPLAINING.has(code),
  );
  const codes = [...new Set(errors.map(({ code }) => code))];
  const [first] = codes;
  if (first === undefined) return undefined;
  return codes.length === 1
    ? `More about it: interform explain ${inert(first)}`
    : 'More about a code: interform explain CODE';
}
