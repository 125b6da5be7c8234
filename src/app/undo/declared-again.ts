import type { Change } from '../../types/change.ts';
import { isMembership } from '../../types/change.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';

/** Addresses of the changes that the manifests of today would make again, since they still want what the run wrote. */
export function declaredAgain(
  undone: readonly { readonly made: Change; readonly inverse: Change }[],
  declared: ReadonlyMap<string, readonly Declaration[]>,
): readonly string[] {
  const byAddress = new Map<string, Declaration[]>();
  for (const declarations of declared.values()) {
    for (const declaration of declarations) {
      const others = byAddress.get(declaration.address);
      if (others === undefined) byAddress.set(declaration.address, [declaration]);
      else others.push(declaration);
    }
  }
  return undone
    .filter(({ made, inverse }) =>
      [made.address, ...made.also].some((address) =>
        (byAddress.get(address) ?? []).some((declaration) => wants(declaration, made, inverse)),
      ),
    )
    .map(({ made }) => made.address);
}

function wants({ cells }: Declaration, made: Change, inverse: Change): boolean {
  if (made.action === 'create') return cells.get('archived')?.value !== true;
  return Object.entries(inverse.fields).some(([path, field]) => {
    const cell = cells.get(path);
    if (cell === undefined) return false;
    return isMembership(field) || text(cell.value) === text(field.before ?? null);
  });
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
