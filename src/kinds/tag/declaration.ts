import { address } from '../../types/address.ts';
import type { Cell, Declaration, ManifestDocument } from '../../types/declaration.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { DeclareContext } from '../../types/kind.ts';
import { type ListedName, listOf } from '../declared/declare-map.ts';

/** One tag. Its identity is the name, ignoring case (intercom 5.1). Cells: name, was. */
export interface TagDeclaration extends Declaration {
  readonly name: string;
}

/** The address of a tag: names that differ in case only are one tag. */
export function tagAddress(name: string): string {
  return address('tag', name.toLowerCase());
}

/** Each entry of the list is a name, or a map `{ name, was }`. */
export async function declareTags(
  document: ManifestDocument,
  context: DeclareContext,
): Promise<readonly TagDeclaration[]> {
  const cell = document.cell(['tags']);
  if (cell === undefined || !Array.isArray(cell.value)) return [];
  return cell.value.flatMap((entry, index): TagDeclaration[] => {
    const path = ['tags', index];
    const name = isJsonObject(entry) ? entry['name'] : entry;
    // What is no text is reported by the schema.
    if (typeof name !== 'string') return [];
    const place = isJsonObject(entry)
      ? document.place([...path, 'name'])
      : (cell.elements?.[index] ?? cell.place);
    const was = isJsonObject(entry) ? document.cell([...path, 'was']) : undefined;
    const tag: TagDeclaration = {
      kind: 'tag',
      address: tagAddress(name),
      place,
      order: context.nextOrder(),
      version: document.version,
      origins: document.origins,
      cells: new Map([
        ['name', { value: name, place }],
        ...(was === undefined ? [] : [['was', was] as const]),
      ]),
      name,
    };
    return [tag];
  });
}

/**
 * What the tag was called before, in the order in which a live one is looked for: as the latest version says, then what earlier
 * ones say.
 *
 *     0001  { name: vip, was: [Old VIP] }
 *     0002  { name: vip, was: [V.I.P.] }       → V.I.P., Old VIP
 */
export function formerNames({ cells }: TagDeclaration): readonly ListedName[] {
  const names: ListedName[] = [];
  for (let cell: Cell | undefined = cells.get('was'); cell !== undefined; cell = cell.replaces)
    names.push(...(listOf(new Map([['was', cell]]), 'was') ?? []));
  return names;
}

/** Whether people who carry a tag may be given another one, as which it is known today. */
export function hasFormerTags({ data: { tags } }: ManifestDocument): boolean {
  return Array.isArray(tags) && tags.some((entry: Json) => isJsonObject(entry) && entry['was'] !== undefined);
}
