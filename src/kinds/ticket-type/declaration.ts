import { address, addressSegments } from '../../types/address.ts';
import type { Cells, Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { cellsAt } from '../declared/declare-map.ts';

/** The types that Intercom knows (intercom 17.2), as the manifest names them too. */
export const TICKET_ATTRIBUTE_TYPES = [
  'string',
  'list',
  'integer',
  'decimal',
  'boolean',
  'datetime',
  'files',
] as const;

/** A ticket type. Cells: category, icon, description, internal, archived. */
interface TypeDeclaration extends Declaration {
  readonly of: 'type';
  /** The name of the type. */
  readonly type: string;
  readonly name: string;
}

/**
 * An attribute of one. Cells: type, options, description, required_to_create, required_to_create_for_contacts, visible_on_create,
 * visible_to_contacts, multiline, allow_multiple_values, archived.
 */
interface AttributeDeclaration extends Declaration {
  readonly of: 'attribute';
  /** The name of the type that it belongs to. */
  readonly type: string;
  readonly name: string;
}

/** Both are items of their own: what is wrong with an attribute leaves its type alone. */
export type TicketTypeDeclaration = TypeDeclaration | AttributeDeclaration;

const LIST = 'ticket_types';

export async function declareTicketTypes(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly TicketTypeDeclaration[]> {
  return document.keys([LIST]).flatMap((type): TicketTypeDeclaration[] => {
    const path = [LIST, type];
    const cells = cellsAt(document, path);
    cells.delete('attributes');
    return [
      {
        of: 'type',
        type,
        name: type,
        address: typeAddress(type),
        ...declaredAt(document, path, cells, context),
      },
      ...document.keys([...path, 'attributes']).map((name): TicketTypeDeclaration => {
        const at = [...path, 'attributes', name];
        const own = declaredAt(document, at, cellsAt(document, at), context);
        return { of: 'attribute', type, name, address: attributeAddress(type, name), ...own };
      }),
    ];
  });
}

function declaredAt(
  document: ManifestDocument,
  path: readonly string[],
  cells: Cells,
  context: DeclareContext,
): Omit<Declaration, 'address'> {
  return {
    kind: 'ticket_type',
    place: document.keyPlace(path),
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells,
    ...(document.isPartial(path) ? { isPartial: true } : {}),
  };
}

export function typeAddress(type: string): string {
  return address('ticket_type', type);
}

export function attributeAddress(type: string, name: string): string {
  return address('ticket_type', type, name);
}

/** What an address of this kind names; the attribute is undefined where it names a type. */
export function namesIn(at: string): { readonly type: string; readonly attribute: string | undefined } {
  const [, type = '', attribute] = addressSegments(at);
  return { type, attribute };
}
