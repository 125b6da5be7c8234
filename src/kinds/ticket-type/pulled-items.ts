import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { byKey } from '../pulled/items.ts';
import { caseForm, differsOnlyIn } from '../values/name-case.ts';
import { checkTicketTypes } from './check.ts';
import {
  attributeAddress,
  TICKET_ATTRIBUTE_TYPES,
  type TicketTypeDeclaration,
  typeAddress,
} from './declaration.ts';
import {
  DEFAULT_ATTRIBUTES,
  itemNamed,
  type LiveItem,
  type LiveTicketAttribute,
  type LiveTicketType,
  sameTicketValue,
} from './live.ts';
import { ATTRIBUTE_FIELDS, TYPE_FIELDS } from './planned-item.ts';

/** Something live as a manifest declares it, or why none can. */
export interface PulledItem<T extends LiveItem> {
  readonly name: string;
  readonly address: string;
  readonly live: T | undefined;
  readonly fields: JsonObject;
  /** Undefined where it can be declared. */
  readonly refusal: string | undefined;
}

/** The types that are not archived, by name; `declared` are the names of types that manifests declare. */
export function pulledTypes(
  live: readonly LiveTicketType[],
  declared: readonly string[],
): readonly PulledItem<LiveTicketType>[] {
  return activeNames(live).map((name) => {
    const found = itemNamed(live, name).one;
    const fields = found === undefined ? {} : typeFields(found);
    const address = typeAddress(name);
    const names = { of: 'type', type: name, name, address } as const;
    const refusal = refusalOf(names, { live, declared, fields });
    return { name, address, live: found, fields, refusal };
  });
}

/** The attributes of a type that are not archived, by name. One that came with the type counts where it was changed since. */
export function pulledAttributes(
  { name: type, attributes }: LiveTicketType,
  declared: readonly string[],
): readonly PulledItem<LiveTicketAttribute>[] {
  return activeNames(attributes).flatMap((name) => {
    const found = itemNamed(attributes, name).one;
    const fields = found === undefined ? {} : attributeFields(found);
    if (found?.isDefault === true && Object.keys(fields).length === 0) return [];
    const address = attributeAddress(type, name);
    const names = { of: 'attribute', type, name, address } as const;
    const refusal = unknownType(found) ?? refusalOf(names, { live: attributes, declared, fields });
    return [{ name, address, live: found, fields, refusal }];
  });
}

/** What a manifest says of the live item that is declared; nothing where none, an archived one or one of another type is live. */
export function liveFields(declaration: TicketTypeDeclaration, live: readonly LiveTicketType[]): JsonObject {
  const type = itemNamed(live, declaration.type).one;
  if (type === undefined || type.archived || isDeclaredArchived(declaration)) return {};
  if (declaration.of === 'type') return typeFields(type);
  const attribute = itemNamed(type.attributes, declaration.name).one;
  if (attribute === undefined || attribute.archived) return {};
  const isOther = !attribute.isDefault && declaredType(declaration) !== attribute.type;
  return isOther ? {} : attributeFields(attribute);
}

function activeNames(items: readonly LiveItem[]): readonly string[] {
  const names = new Set(items.filter(({ archived }) => !archived).map(({ name }) => name));
  return [...names]
    .map((key) => ({ key }))
    .sort(byKey)
    .map(({ key }) => key);
}

function unknownType(live: LiveTicketAttribute | undefined): string | undefined {
  if (live === undefined || TICKET_ATTRIBUTE_TYPES.some((known) => known === live.type)) return undefined;
  return `its type is ${live.type}`;
}

/** What a plan or validate would say of it. */
function refusalOf(
  names: Pick<TicketTypeDeclaration, 'of' | 'type' | 'name' | 'address'>,
  {
    live,
    declared,
    fields,
  }: {
    readonly live: readonly LiveItem[];
    readonly declared: readonly string[];
    readonly fields: JsonObject;
  },
): string | undefined {
  const { name } = names;
  const { several } = itemNamed(live, name);
  if (several.length > 0) return `there are ${several.length} of this name`;
  const form = caseForm(name);
  const others = [...live.map((item) => item.name), ...declared];
  const twin = others.find((other) => other !== name && caseForm(other) === form);
  if (twin !== undefined) return `it differs from ${JSON.stringify(twin)} ${differsOnlyIn(name, twin)}`;
  const place = { file: '' };
  const cells = Object.entries(fields).map(([path, value]): [string, Cell] => [path, { value, place }]);
  const findings: Diagnostic[] = [];
  checkTicketTypes(
    [{ kind: 'ticket_type', ...names, place, order: 0, version: null, cells: new Map(cells) }],
    (finding) => findings.push(finding),
  );
  return findings.find(({ severity }) => severity === 'error')?.summary;
}

/** What is left at its default is not written: silence means unmanaged. */
function typeFields({ fields }: LiveTicketType): JsonObject {
  return written(fields, TYPE_FIELDS, new Map<string, Json>([['internal', false]]));
}

const UNSAID: ReadonlyMap<string, Json> = new Map<string, Json>([
  ...(DEFAULT_ATTRIBUTES.get('_default_title_') ?? []),
  ['allow_multiple_values', false],
]);

function attributeFields({ name, type, isDefault, fields }: LiveTicketAttribute): JsonObject {
  const options = type === 'list' ? fields.get('options') : undefined;
  return {
    ...(isDefault ? {} : { type }),
    ...(Array.isArray(options) && options.length > 0 ? { options } : {}),
    ...written(
      fields,
      ATTRIBUTE_FIELDS.filter((path) => path !== 'multiline' || type === 'string'),
      DEFAULT_ATTRIBUTES.get(name) ?? UNSAID,
    ),
  };
}

function written(
  live: ReadonlyMap<string, Json>,
  paths: readonly string[],
  defaults: ReadonlyMap<string, Json>,
): JsonObject {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = live.get(path) ?? defaults.get(path) ?? null;
      return sameTicketValue(path, value, defaults.get(path) ?? null) ? [] : [[path, value]];
    }),
  );
}
