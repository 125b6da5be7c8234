import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import type { TicketTypeDeclaration } from './declaration.ts';
import { diffAttribute, type PlannedType } from './diff-attribute.ts';
import { diffType } from './diff-type.ts';
import type { LiveTicketType } from './live.ts';

/** Desired against live: types first, since what becomes of an attribute depends on what becomes of its type. */
export function diffTicketTypes(
  declared: readonly TicketTypeDeclaration[],
  live: readonly LiveTicketType[],
  _catalog: Catalog,
  report: Report,
): readonly Planned[] {
  const types = new Map<string, PlannedType>();
  const planned = new Map<string, Planned>();
  for (const declaration of declared) {
    if (declaration.of !== 'type') continue;
    const { planned: change, becomes } = diffType(declaration, live, report);
    types.set(declaration.type, becomes);
    planned.set(declaration.address, change ?? { state: 'unchanged', address: declaration.address });
  }
  for (const declaration of declared) {
    if (declaration.of !== 'attribute') continue;
    const type = types.get(declaration.type) ?? { state: 'left' };
    // Of which type it is, is an error of the type: the attribute is not compared.
    if (type.state === 'unclear') continue;
    const change = diffAttribute(declaration, type, report);
    planned.set(declaration.address, change ?? { state: 'unchanged', address: declaration.address });
  }
  return [...planned.values()];
}
