import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Compared } from './compared.ts';
import { type ItemDrift, pathOf } from './drift-edits.ts';

/** What a drifted attribute makes wrong about values of it, and live values that the language does not take. */
const CODES = new Set([
  'undeclared-attribute',
  'unknown-option',
  'attribute-value',
  'string-length',
  'bad-phone',
  'bad-email',
  'bad-date',
  'company-value',
]);

/**
 * Declared values that became wrong by what was taken over: their attribute is archived, or has another type or other options
 * by now; or the live value is none that a manifest can hold. The value goes, which leaves it unmanaged, and is said.
 */
export function invalidValues({ declared, offline }: Compared): {
  readonly drift: readonly ItemDrift[];
  readonly findings: readonly Diagnostic[];
} {
  const wrong = new Map<string, Diagnostic>();
  for (const finding of offline)
    if (finding.severity === 'error' && CODES.has(finding.code)) wrong.set(placeKey(finding), finding);
  const drift: ItemDrift[] = [];
  const findings: Diagnostic[] = [];
  for (const declaration of [...(declared.get('company') ?? []), ...(declared.get('contact') ?? [])]) {
    const paths = wrongPaths(declaration, wrong);
    if (paths.length === 0) continue;
    drift.push({
      address: declaration.address,
      declarations: [declaration],
      edits: paths.map((path) => ({ op: 'remove', path: pathOf(path) })),
    });
    findings.push(...paths.map((path) => takenOut(declaration, path)));
  }
  return { drift, findings };
}

function wrongPaths(
  { cells, address }: Declaration,
  wrong: ReadonlyMap<string, Diagnostic>,
): readonly string[] {
  return [...cells].flatMap(([path, { place }]) =>
    wrong.has(placeKey({ ...place, address })) ? [path] : [],
  );
}

function takenOut({ address, cells }: Declaration, path: string): Diagnostic {
  return {
    code: 'value-taken-out',
    severity: 'warning',
    summary: 'a declared value was taken out, since no manifest can hold what is live',
    detail: path,
    help: 'its attribute may be archived, or have another type or other options by now',
    address,
    ...cells.get(path)?.place,
  };
}

function placeKey({ file, line, column, row, address }: Partial<Diagnostic>): string {
  return JSON.stringify([file, line, column, row, address]);
}
