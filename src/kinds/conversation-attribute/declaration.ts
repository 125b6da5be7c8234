import { address } from '../../types/address.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { Place } from '../../types/place.ts';
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

/** An option as it is declared, and the labels that it had before. */
export interface DeclaredOption {
  readonly label: string;
  readonly was: readonly string[];
  readonly place: Place;
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

/** The declared options, each with its former labels; undefined when unmanaged. */
export function labelledOptions({
  cells,
}: ConversationAttributeDeclaration): readonly DeclaredOption[] | undefined {
  const cell = cells.get('options');
  if (cell === undefined || !Array.isArray(cell.value)) return undefined;
  return cell.value.map((option: Json, index) => {
    const place = cell.elements?.[index] ?? cell.place;
    if (!isJsonObject(option)) return { label: String(option), was: [], place };
    const { label, was } = option;
    return { label: String(label ?? ''), was: Array.isArray(was) ? was.map(String) : [], place };
  });
}

/** The names of the teams that see it, sorted; undefined when unmanaged. None means all teams. */
export function declaredTeams({ cells }: ConversationAttributeDeclaration): readonly string[] | undefined {
  const value = cells.get('visible_to')?.value;
  return Array.isArray(value) ? [...new Set(value.map(String))].sort() : undefined;
}
