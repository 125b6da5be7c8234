import type { Json } from '../../types/json.ts';
import type { Undoing } from '../../types/undoing.ts';
import { declaredOptions, isDeclaredArchived } from '../declared/item-cells.ts';
import { wantedAgain } from '../declared/wanted-again.ts';
import type { TicketTypeDeclaration } from './declaration.ts';
import { sameTicketValue } from './live.ts';

const noSuch = { never: 'ticket types are neither converted nor merged' };

/** Nothing is deleted: what was created is archived. */
export const ticketTypeUndoing: Undoing<TicketTypeDeclaration> = {
  of: {
    create: 'archive',
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: 'unarchive',
    unarchive: 'archive',
  },
  keeps: (path) => (path === 'type' ? 'the type of an attribute stays' : undefined),
  again: (undone, declared) =>
    wantedAgain(undone, declared, (declaration, path, held) => {
      const wanted = declaredValue(declaration, path);
      return wanted !== undefined && sameTicketValue(path, wanted, held);
    }),
};

/** In the plan's terms; undefined where it is unmanaged. Whatever is declared is live, unless it says otherwise. */
function declaredValue(declaration: TicketTypeDeclaration, path: string): Json | undefined {
  if (path === 'archived') return isDeclaredArchived(declaration);
  if (path === 'options') return declaredOptions(declaration);
  return declaration.cells.get(path)?.value;
}
