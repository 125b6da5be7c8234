import type { AttributeType, Model } from '../../types/attribute-type.ts';
import type { WireAttribute } from './wire.ts';

/** A live attribute in the plan's terms. */
export interface LiveAttribute {
  /** Null for built-ins (intercom 3.2). */
  readonly id: string | null;
  readonly model: Model;
  readonly name: string;
  readonly custom: boolean;
  readonly type: AttributeType;
  readonly options: readonly string[] | undefined;
  /** Absent, null and "" are all "" (intercom 3.2). */
  readonly description: string;
  readonly messenger_writable: boolean;
  readonly archived: boolean;
}

/** Live attributes by `<model>/<name>`; nested built-ins, such as `plan.name`, by their full name. */
export type LiveAttributes = ReadonlyMap<string, LiveAttribute>;

export function indexAttributes(rows: readonly WireAttribute[]): LiveAttributes {
  const live = new Map<string, LiveAttribute>();
  for (const row of rows) {
    const attribute = liveAttribute(row);
    const name = attribute.custom ? attribute.name : row.full_name;
    live.set(`${attribute.model}/${name}`, attribute);
  }
  return live;
}

/** Normalises a read: a list reads back as `string` with options, `datetime` as `date` (intercom 3.3). */
export function liveAttribute(row: WireAttribute): LiveAttribute {
  const isList = row.options !== undefined && row.options !== null && row.options.length > 0;
  return {
    id: row.id === undefined ? null : String(row.id),
    model: row.model === 'company' ? 'company' : 'contact',
    name: row.name,
    custom: isCustomRow(row),
    type: isList ? 'options' : (row.data_type as AttributeType),
    options: isList ? row.options : undefined,
    description: row.description ?? '',
    messenger_writable: row.messenger_writable ?? false,
    archived: row.archived ?? false,
  };
}

/** `date` and `datetime` cannot be told apart from a read (intercom 3.3). */
export function sameType(a: AttributeType, b: AttributeType): boolean {
  return normalType(a) === normalType(b);
}

function normalType(type: AttributeType): AttributeType {
  return type === 'datetime' ? 'date' : type;
}

const DECLARABLE_TYPES: ReadonlySet<string> = new Set([
  'string',
  'integer',
  'float',
  'boolean',
  'date',
  'options',
]);

/** Whether a manifest can declare an attribute that is read with this type. */
export function isDeclarableType(type: string): boolean {
  return DECLARABLE_TYPES.has(type);
}

/** Whether a row is a custom attribute; standard ones cannot be managed. */
export function isCustomRow({ custom, id }: WireAttribute): boolean {
  return custom ?? id !== undefined;
}
