import fc from 'fast-check';
import type { Emulator, EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { ask, byName, type ConfiguredKind, type Sketch } from './configuration-worlds.ts';

const LIST = '/ticket_types';
const TYPES = ['Bug report', 'Feature', 'Outage', 'Request'] as const;
const ATTRIBUTES = ['Severity', 'Steps', 'Seen on', 'Files', '_default_title_'] as const;
const LABELS = ['Low', 'High', 'Urgent', 'None', 'Later'] as const;

type SeedType = NonNullable<EmulatorSeed['ticket_types']>[number];
type SeedAttribute = NonNullable<SeedType['ticket_type_attributes']>['data'][number];

const sometimes = (weight: number) => fc.nat(99).map((draw) => draw < weight);
const labels = fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 1, maxLength: 4 });
const descriptions = fc.constantFrom('', 'Something broke', 'How bad is it?');
const liveness = fc.oneof(
  { weight: 12, arbitrary: fc.constant('live' as const) },
  { weight: 3, arbitrary: fc.constantFrom('archived', 'absent' as const) },
  { weight: 1, arbitrary: fc.constant('twice' as const) },
);
const flags = fc.record({
  required_to_create: fc.boolean(),
  required_to_create_for_contacts: fc.boolean(),
  visible_on_create: fc.boolean(),
  visible_to_contacts: fc.boolean(),
});

const attributes = fc.record({
  name: fc.constantFrom(...ATTRIBUTES),
  type: fc.oneof(
    { weight: 5, arbitrary: fc.constant('list' as const) },
    { weight: 3, arbitrary: fc.constantFrom('string', 'boolean', 'datetime', 'files' as const) },
  ),
  live: fc.record({
    is: liveness,
    labels,
    archivedLabel: fc.option(fc.constantFrom(...LABELS), { nil: undefined }),
    description: descriptions,
    more: fc.boolean(),
    flags,
  }),
  declared: fc.record({
    is: sometimes(75),
    keys: fc.subarray(['description', 'more', 'flags'] as const),
    labels,
    description: descriptions,
    more: fc.boolean(),
    flags,
    archived: sometimes(10),
    otherType: sometimes(3),
  }),
});
type Attribute = typeof attributes extends fc.Arbitrary<infer T> ? T : never;

const items = fc.record({
  name: fc.constantFrom(...TYPES),
  live: fc.record({ is: liveness, description: descriptions, icon: fc.constantFrom('🐞', '🎟️') }),
  declared: fc.record({
    is: sometimes(95),
    keys: fc.subarray(['category', 'description', 'icon', 'internal'] as const),
    category: fc.constantFrom('Customer', 'Back-office', 'Tracker'),
    description: descriptions,
    icon: fc.constantFrom('🐞', '💡'),
    internal: fc.boolean(),
    archived: sometimes(8),
  }),
  attributes: fc.uniqueArray(attributes, { selector: ({ name }) => name, maxLength: 3 }),
});
type Item = typeof items extends fc.Arbitrary<infer T> ? T : never;

const sketches: fc.Arbitrary<Sketch> = fc
  .uniqueArray(items, { selector: ({ name }) => name, minLength: 1, maxLength: 3 })
  .map((list) => {
    const entries = Object.fromEntries(
      list.filter(({ declared }) => declared.is).map((item) => [item.name, declarationOf(item)]),
    );
    const head = { apiVersion: 'interform/v1', kind: 'TicketTypes' };
    return {
      seed: { ticket_types: list.flatMap(seedOf) },
      documents: Object.keys(entries).length === 0 ? [] : [{ head, map: { key: 'ticket_types', entries } }],
    };
  });

function seedOf({ name, live, attributes: list }: Item): SeedType[] {
  if (live.is === 'absent') return [];
  const { description, icon } = live;
  const data = list.flatMap(seededAttributes);
  const one = { name, description, icon, archived: live.is === 'archived', ticket_type_attributes: { data } };
  return live.is === 'twice' ? [one, one] : [one];
}

const isDefault = (name: string) => name.startsWith('_default');

function seededAttributes({ name, type, live }: Attribute): SeedAttribute[] {
  const { archivedLabel: archived } = live;
  const common = { name, description: live.description, ...live.flags };
  if (isDefault(name)) return [common];
  if (live.is === 'absent') return [];
  const input_options = {
    ...(type === 'list'
      ? {
          list_options: [
            ...live.labels,
            ...(archived === undefined || live.labels.includes(archived)
              ? []
              : [{ label: archived, archived: true }]),
          ],
        }
      : {}),
    ...(type === 'string' ? { multiline: live.more } : {}),
    ...(type === 'files' ? { allow_multiple_values: live.more } : {}),
  };
  const one = { ...common, data_type: type, archived: live.is === 'archived', input_options };
  return live.is === 'twice' ? [one, one] : [one];
}

function declarationOf({ declared, attributes: list }: Item): JsonObject {
  const own: Record<string, Json> = {};
  for (const key of declared.keys) own[key] = declared[key];
  if (declared.archived) own['archived'] = true;
  const below = list.filter((one) => one.declared.is).map((one) => [one.name, attributeOf(one)] as const);
  return below.length === 0 ? own : { ...own, attributes: Object.fromEntries(below) };
}

function attributeOf({ name, type, declared }: Attribute): JsonObject {
  const has = (key: (typeof declared.keys)[number]) => declared.keys.includes(key);
  const common: JsonObject = {
    ...(has('description') ? { description: declared.description } : {}),
    ...(has('flags') ? declared.flags : {}),
  };
  if (isDefault(name)) return common;
  if (declared.otherType) return { type: 'integer', ...common };
  return {
    type,
    ...(type === 'list' ? { options: declared.labels } : {}),
    ...(type === 'string' && has('more') ? { multiline: declared.more } : {}),
    ...(type === 'files' && has('more') ? { allow_multiple_values: declared.more } : {}),
    ...common,
    ...(declared.archived ? { archived: true } : {}),
  };
}

interface Shown extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
}

interface ShownType extends Shown {
  readonly ticket_type_attributes: { readonly data: readonly Shown[] };
}

function typesOf(emulator: Emulator): readonly ShownType[] {
  return ask(emulator, 'GET', LIST)['data'] as unknown as readonly ShownType[];
}

/** Types by their names, attributes by those of the type and their own. */
function comparable(type: ShownType): readonly Shown[] {
  const { ticket_type_attributes: list, ticket_states: _, ...own } = type;
  const rows: readonly JsonObject[] = [
    own,
    ...list.data.map((one) => ({ ...one, name: `${type.name}/${one.name}` })),
  ];
  return rows.map((row) => {
    const input = row['input_options'];
    const kept = Object.entries(row).filter(([key]) => !UNLIKE.has(key));
    const shown = input === undefined ? {} : { input: inputOf(input), options: optionsOf(input) };
    return { ...Object.fromEntries(kept), ...shown } as Shown;
  });
}

/** What two workspaces with the same in them differ in. */
const UNLIKE: ReadonlySet<string> = new Set([
  ...['id', 'created_at', 'updated_at', 'order', 'ticket_type_id', 'input_options'],
]);

function inputOf(input: Json): Json {
  const { list_options: _, ...rest } = input as JsonObject;
  return rest;
}

function optionsOf(input: Json): Json {
  const { list_options: list = [] } = input as { list_options?: { label: string; archived: boolean }[] };
  return list.map(({ label, archived }) => `${label}${archived ? ' (archived)' : ''}`).sort();
}

export const ticketTypes: ConfiguredKind = {
  name: 'ticket_type',
  sketches,
  lists: { [LIST]: 'data' },
  live: (emulator) => byName(typesOf(emulator).flatMap(comparable)),
  declared: (documents) =>
    new Set(
      documents.flatMap(({ map }) =>
        Object.entries(map?.entries ?? {}).flatMap(([type, { attributes: below = {} }]) => [
          type,
          ...Object.keys(below as JsonObject).map((name) => `${type}/${name}`),
        ]),
      ),
    ),
  edit(emulator, name) {
    const [type = '', attribute] = name.split('/');
    const [found] = typesOf(emulator)
      .filter((one) => one.name === type)
      .sort((a, b) => Number(a.archived) - Number(b.archived));
    const below = found?.ticket_type_attributes.data.find((one) => one.name === attribute);
    if (found === undefined || (attribute !== undefined && below === undefined)) return false;
    const path = `${LIST}/${found.id}${below === undefined ? '' : `/attributes/${below.id}`}`;
    ask(emulator, 'PUT', path, { description: 'Edited by somebody else' });
    return true;
  },
};
