import { address } from '../../types/address.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { cellsAt } from '../declared/declare-map.ts';

/** The types that Intercom knows (intercom 17.1), as the manifest names them too. */
export const CONVERSATION_ATTRIBUTE_TYPES = [
  'string',
  'integer',
  'list',
  'decimal',
  'boolean',
  'datetime',
  'relationship',
  'files',
] as const;

/** One conversation attribute. Cells: type, options, description, required, visible_to, multiline, reference, archived. */
export interface ConversationAttributeDeclaration extends Declaration {
  readonly name: string;
}

export async function declareConversationAttributes(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly ConversationAttributeDeclaration[]> {
  return document.keys(['attributes']).map((name) => ({
    kind: 'conversation_attribute',
    address: conversationAttributeAddress(name),
    place: document.keyPlace(['attributes', name]),
    order: context.nextOrder(),
    version: document.version,
    origins: document.origins,
    cells: cellsAt(document, ['attributes', name]),
    ...(document.isPartial(['attributes', name]) ? { isPartial: true } : {}),
    name,
  }));
}

export function conversationAttributeAddress(name: string): string {
  return address('conversation_attribute', name);
}

/** Stands for the id of a live option in the path of a request. */
export function optionAddress(attribute: string, label: string): string {
  return address('conversation_attribute', attribute, label);
}

/** Stands for the id of a team in the body of a request. */
export function teamAddress(name: string): string {
  return address('team', name);
}

/** The names of the teams that see it, sorted; undefined when unmanaged. None means all teams. */
export function declaredTeams({ cells }: ConversationAttributeDeclaration): readonly string[] | undefined {
  const value = cells.get('visible_to')?.value;
  return Array.isArray(value) ? [...new Set(value.map(String))].sort() : undefined;
}
