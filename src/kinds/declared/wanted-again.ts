import { isMembership } from '../../types/change.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';
import type { Undone } from '../../types/undoing.ts';

/** Addresses of the changes that declarations would make again: `isDeclared` where one wants the value that a field has now. */
export function wantedAgain<D extends Declaration>(
  undone: readonly Undone[],
  declared: readonly D[],
  isDeclared: (declaration: D, path: string, held: Json) => boolean,
): readonly string[] {
  const byAddress = new Map(declared.map((declaration) => [declaration.address, declaration]));
  return undone.flatMap(({ made, inverse }) => {
    const declaration = byAddress.get(made.address);
    if (declaration === undefined) return [];
    const isWanted = Object.entries(inverse.fields).some(
      ([path, field]) => !isMembership(field) && isDeclared(declaration, path, field.before ?? null),
    );
    return isWanted ? [made.address] : [];
  });
}
