import fc from 'fast-check';
import type { Emulator, EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { ask, byName, type ConfiguredKind, type Sketch } from './configuration-worlds.ts';

const LIST = '/conversations/attributes';
const NAMES = ['Root cause', 'Detail', 'Product area', 'Orders', 'Urgent'] as const;
const LABELS = ['Bug', 'Question', 'HowTo', 'How-to', 'Spam', 'Other'] as const;
const TEAMS = [
  { id: '814865', name: 'Support' },
  { id: '814866', name: 'Sales' },
];
/** A team that was deleted since an attribute was shown to it. */
const GONE = '814899';

type Type = NonNullable<EmulatorSeed['conversation_attributes']>[number]['data_type'];
const types = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Type>('list') },
  { weight: 3, arbitrary: fc.constantFrom<Type>('string', 'boolean', 'datetime', 'relationship', 'files') },
);
const labels = fc.uniqueArray(fc.constantFrom(...LABELS), { minLength: 2, maxLength: 4 });
const descriptions = fc.constantFrom('', 'Why they wrote', 'What it is about');
const sometimes = (weight: number) => fc.nat(99).map((draw) => draw < weight);

const items = fc.record({
  name: fc.constantFrom(...NAMES),
  type: types,
  live: fc.record({
    is: fc.constantFrom('live', 'live', 'live', 'live', 'archived', 'absent', 'twice'),
    labels,
    archivedLabel: fc.option(fc.constantFrom(...LABELS), { nil: undefined }),
    description: descriptions,
    required: fc.boolean(),
    teams: fc.subarray([...TEAMS.map(({ id }) => id), GONE]),
  }),
  declared: fc.record({
    is: sometimes(80),
    labels,
    /** Labels that are said to be former ones of the first option that is declared. */
    was: fc.option(fc.constantFrom(...LABELS), { nil: undefined }),
    keys: fc.subarray(['options', 'description', 'required', 'visible_to', 'multiline']),
    description: descriptions,
    required: fc.boolean(),
    multiline: fc.boolean(),
    teams: fc.subarray(TEAMS.map(({ name }) => name)),
    archived: sometimes(12),
    otherType: sometimes(4),
  }),
});
type Item = typeof items extends fc.Arbitrary<infer T> ? T : never;

const sketches: fc.Arbitrary<Sketch> = fc
  .uniqueArray(items, { selector: ({ name }) => name, minLength: 1, maxLength: 4 })
  .map((list) => {
    const entries = Object.fromEntries(
      list.filter(({ declared }) => declared.is).map((item) => [item.name, declarationOf(item)]),
    );
    const head = { apiVersion: 'interform/v1', kind: 'ConversationAttributes' };
    return {
      seed: { teams: TEAMS, conversation_attributes: list.flatMap(seedOf) },
      documents: Object.keys(entries).length === 0 ? [] : [{ head, map: { key: 'attributes', entries } }],
    };
  });

function seedOf({ name, type, live }: Item): NonNullable<EmulatorSeed['conversation_attributes']>[number][] {
  if (live.is === 'absent') return [];
  const archived = live.archivedLabel;
  const one = {
    name,
    data_type: type,
    description: live.description,
    required: live.required,
    visible_to_team_ids: live.teams,
    archived: live.is === 'archived',
    ...(type === 'list'
      ? {
          options: [...live.labels, ...(archived === undefined ? [] : [{ label: archived, archived: true }])],
        }
      : {}),
    ...(type === 'relationship' ? { reference: { type: 'many', object_type_id: 'Order' } } : {}),
  };
  return live.is === 'twice' ? [one, one] : [one];
}

function declarationOf({ type, declared }: Item): JsonObject {
  const own: Record<string, Json> = { type: declared.otherType ? 'integer' : type };
  const { was, labels: wanted } = declared;
  const options = wanted.map((label, index) =>
    index === 0 && was !== undefined && !wanted.includes(was) ? { label, was: [was] } : label,
  );
  const fields: Record<string, Json> = {
    ...(type === 'list' && !declared.otherType ? { options } : {}),
    description: declared.description,
    required: declared.required,
    visible_to: declared.teams,
    ...(type === 'string' && !declared.otherType ? { multiline: declared.multiline } : {}),
  };
  for (const key of declared.keys) if (fields[key] !== undefined) own[key] = fields[key];
  if (type === 'list' && !declared.otherType) own['options'] = options;
  if (type === 'relationship' && !declared.otherType)
    own['reference'] = { type: 'many', object_type_id: 'Order' };
  return declared.archived ? { ...own, archived: true } : own;
}

interface Shown extends JsonObject {
  readonly id: number;
  readonly name: string;
  readonly archived: boolean;
}

function rowsOf(emulator: Emulator): readonly Shown[] {
  return ask(emulator, 'GET', `${LIST}?include_archived=true`)['data'] as unknown as readonly Shown[];
}

function comparable(row: Shown): Shown {
  const { id: _, created_at: _c, updated_at: _u, admin_id: _a, options, ...rest } = row;
  const shown = (Array.isArray(options) ? options : []).map((option: Json) => {
    const { label, archived } = option as { label: string; archived: boolean };
    return `${label}${archived ? ' (archived)' : ''}`;
  });
  return { ...rest, id: 0, options: shown.sort() } as unknown as Shown;
}

export const conversationAttributes: ConfiguredKind = {
  name: 'conversation_attribute',
  sketches,
  lists: { [LIST]: 'data', '/teams': 'teams' },
  live: (emulator) => byName(rowsOf(emulator).map(comparable)),
  declared: (documents) => new Set(documents.flatMap(({ map }) => Object.keys(map?.entries ?? {}))),
  edit(emulator, name) {
    const row = rowsOf(emulator).find((one) => one.name === name && !one.archived);
    if (row === undefined) return false;
    ask(emulator, 'PUT', `${LIST}/${row.id}`, { description: 'Edited by somebody else' });
    return true;
  },
};
