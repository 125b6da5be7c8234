import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import type { DriftBeyondPlan, Edit } from '../../types/kind/pulling.ts';
import { declaredType } from '../declared/item-cells.ts';
import { liveValue, membershipEdit } from '../pulled/values.ts';
import type { TicketTypeDeclaration } from './declaration.ts';
import { itemNamed, type LiveTicketType } from './live.ts';
import { pulledAttributes } from './pulled-items.ts';

export function ticketTypeEdits(path: string, field: FieldChange): readonly Edit[] {
  return isMembership(field)
    ? [membershipEdit(path, field)]
    : [{ op: 'set', path: [path], value: liveValue(field) }];
}

/** What a plan refuses, which is another type of an attribute, and attributes of declared types that are declared nowhere. */
export function refusedOrUndeclared(
  declared: readonly TicketTypeDeclaration[],
  live: readonly LiveTicketType[],
  all: readonly TicketTypeDeclaration[],
  selects: Selects,
): readonly DriftBeyondPlan<TicketTypeDeclaration>[] {
  return declared.flatMap((declaration): DriftBeyondPlan<TicketTypeDeclaration>[] => {
    const type = itemNamed(live, declaration.type).one;
    if (type === undefined || type.archived) return [];
    if (declaration.of === 'type') {
      const edits = addedTo(declaration, type, { all, selects });
      return edits.length === 0 ? [] : [{ declaration, edits, adds: true }];
    }
    const edits = typeEdits(declaration, type);
    return edits.length === 0 ? [] : [{ declaration, edits }];
  });
}

/** Whether the flags select what is added to a declaration. */
type Selects = (address: string, to: TicketTypeDeclaration) => boolean;

/** What only the declared type has goes with it. */
function typeEdits(declaration: TicketTypeDeclaration, { attributes }: LiveTicketType): readonly Edit[] {
  const found = itemNamed(attributes, declaration.name).one;
  const type = declaredType(declaration);
  if (found === undefined || type === undefined || type === found.type) return [];
  const edits: Edit[] = [{ op: 'set', path: ['type'], value: found.type }];
  const options = found.fields.get('options');
  if (options !== undefined) edits.push({ op: 'set', path: ['options'], value: options });
  for (const path of ['options', 'multiline', 'allow_multiple_values'])
    if (declaration.cells.has(path) && (path !== 'options' || options === undefined))
      edits.push({ op: 'remove', path: [path] });
  return edits;
}

/** Into the map of attributes where the type is declared first, or all in one map that is made for them. */
function addedTo(
  declaration: TicketTypeDeclaration,
  type: LiveTicketType,
  { all, selects }: { readonly all: readonly TicketTypeDeclaration[]; readonly selects: Selects },
): readonly Edit[] {
  const own = all.filter((other) => other.of === 'attribute' && other.type === declaration.type);
  const names = own.map(({ name }) => name);
  const added = pulledAttributes(type, names)
    .filter(({ name, refusal }) => refusal === undefined && !names.includes(name))
    .filter(({ address }) => selects(address, declaration))
    .map(({ name, fields }): [string, Json] => [name, fields]);
  if (added.length === 0) return [];
  if (own.some(({ place }) => place.file === declaration.place.file))
    return added.map(([name, value]) => ({ op: 'set', path: ['attributes', name], value }));
  return [{ op: 'set', path: ['attributes'], value: Object.fromEntries(added) }];
}
