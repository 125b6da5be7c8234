import { kindOf } from '../../kinds/index.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { createCatalog } from '../catalog.ts';

/** The error that validate would report if this were the only declaration; undefined where there is none. */
export function declarationRefusal(declaration: Declaration): string | undefined {
  const findings: Diagnostic[] = [];
  kindOf(declaration.kind)?.check(
    [declaration],
    createCatalog({ online: false, timezone: 'UTC' }),
    (finding) => findings.push(finding),
  );
  return findings.find(({ severity }) => severity === 'error')?.summary;
}
