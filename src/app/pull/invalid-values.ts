import { kindOf } from '../../kinds/index.ts';
import { manifestKeys } from '../../kinds/pulled/values.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Counted } from '../group-diagnostics.ts';
import type { Compared } from './compared.ts';
import type { ItemDrift } from './drift-edits.ts';
import { pulledKinds } from './parts.ts';

/**
 * Finds declared values that have become invalid by taking over live ones: their attribute is archived, or has another type or
 * other options now, or a manifest cannot contain the live value. They are removed, so that they are unmanaged, and reported.
 */
export function invalidValues({ declared, offline }: Compared): {
  readonly drift: readonly ItemDrift[];
  readonly findings: readonly Diagnostic[];
} {
  const drift: ItemDrift[] = [];
  const findings: Diagnostic[] = [];
  for (const { name, pulling } of pulledKinds()) {
    const { wrongValues = [] } = pulling;
    const wrong = new Set<string>();
    for (const finding of offline)
      if (finding.severity === 'error' && wrongValues.includes(finding.code)) wrong.add(placeKey(finding));
    if (wrong.size === 0) continue;
    for (const declaration of declared.get(name) ?? []) {
      const paths = wrongPaths(declaration, wrong);
      if (paths.length === 0) continue;
      drift.push({
        address: declaration.address,
        declarations: [declaration],
        edits: paths.map((path) => ({ op: 'remove', path: manifestKeys(path) })),
      });
      findings.push(...paths.map((path) => takenOut(declaration, path)));
    }
  }
  return { drift, findings };
}

/**
 * Separates errors in values of items (a contact's value that is off the options) from other findings. They are for the next plan
 * to stop at, not for a pull that adds what is not declared.
 */
export function withoutValueErrors(findings: readonly Counted[]): {
  readonly offline: readonly Counted[];
  readonly ofValues: readonly Counted[];
} {
  return { offline: findings.filter((one) => !isOfValue(one)), ofValues: findings.filter(isOfValue) };
}

function isOfValue({ severity, code, address }: Diagnostic): boolean {
  const kind = kindOf(address?.split('/')[0] ?? '');
  return severity === 'error' && (kind?.pulling?.wrongValues ?? []).includes(code);
}

function wrongPaths({ cells, address }: Declaration, wrong: ReadonlySet<string>): readonly string[] {
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
