import { type FieldChange, isMembership } from '../../types/change.ts';
import type { DriftBeyondPlan, Edit } from '../../types/kind/pulling.ts';
import { declaredOptions } from '../declared/item-cells.ts';
import { liveValue, membershipEdit } from '../pulled/values.ts';
import type { AttributeDeclaration } from './declaration.ts';
import { isDeclarableType, type LiveAttribute, liveAttribute, sameType } from './live.ts';
import type { WireAttribute } from './wire.ts';

export function attributeEdits(path: string, field: FieldChange): readonly Edit[] {
  if (isMembership(field)) return [membershipEdit(path, field)];
  const live = liveValue(field);
  if (path !== 'options' || live !== null) return [{ op: 'set', path: [path], value: live }];
  // The live attribute is a plain string, which a plan would make a list.
  return [
    { op: 'set', path: ['type'], value: 'string' },
    { op: 'remove', path: ['options'] },
  ];
}

/** Edits for drift that a plan refuses instead of changing: another type, and options or an attribute that `protect` keeps. */
export function refusedAttributes(
  declared: readonly AttributeDeclaration[],
  rows: readonly WireAttribute[],
): readonly DriftBeyondPlan<AttributeDeclaration>[] {
  const current = new Map<string, LiveAttribute>();
  for (const row of rows) {
    const attribute = liveAttribute(row);
    if (attribute.custom) current.set(`${attribute.model}/${attribute.name}`, attribute);
  }
  return declared.flatMap((declaration) => {
    const attribute = current.get(`${declaration.model}/${declaration.name}`);
    if (attribute === undefined || !isDeclarableType(attribute.type)) return [];
    const edits = [...typeEdits(declaration, attribute), ...protectedEdits(declaration, attribute)];
    return edits.length === 0 ? [] : [{ declaration, edits }];
  });
}

function typeEdits({ cells }: AttributeDeclaration, { type: live, options }: LiveAttribute): readonly Edit[] {
  const type = cells.get('type')?.value;
  if (typeof type !== 'string' || sameType(live, type as LiveAttribute['type'])) return [];
  const edits: Edit[] = [{ op: 'set', path: ['type'], value: live }];
  if (options !== undefined) edits.push({ op: 'set', path: ['options'], value: options });
  else if (cells.has('options')) edits.push({ op: 'remove', path: ['options'] });
  return edits;
}

function protectedEdits({ cells }: AttributeDeclaration, live: LiveAttribute): readonly Edit[] {
  if (cells.get('protect')?.value !== true) return [];
  if (cells.get('archived')?.value === true && !live.archived)
    return [{ op: 'set', path: ['archived'], value: false }];
  const options = declaredOptions({ cells });
  if (options === undefined || live.options === undefined) return [];
  const dropped = live.options.some((option) => !options.includes(option));
  return dropped ? [{ op: 'set', path: ['options'], value: live.options }] : [];
}
