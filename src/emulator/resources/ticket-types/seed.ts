import type { SeedPart } from '../../seed/part.ts';
import { notKept, type SeedShape } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { Workspace } from '../../workspace.ts';
import { defaultAttributes, NEW_FLAGS } from './defaults.ts';
import {
  type AttributeFlags,
  CATEGORIES,
  type Category,
  TICKET_ATTRIBUTE_TYPES,
  type TicketAttributeRecord,
  type TicketAttributeType,
  type TicketOptionRecord,
  ticketTypesOf,
} from './store.ts';

export interface TicketTypesSeed {
  readonly ticket_types?: readonly SeedTicketType[];
}

export interface SeedTicketType {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
  readonly description?: string;
  readonly category?: Category;
  readonly icon?: string;
  readonly is_internal?: boolean;
  readonly archived?: boolean;
  readonly created_at?: number;
  /** As answers show them. The two that come with every type need not be named. */
  readonly ticket_type_attributes?: { readonly data: readonly SeedTicketAttribute[] };
}

export interface SeedTicketAttribute
  extends Partial<Omit<AttributeFlags, 'multiline' | 'allow_multiple_values'>> {
  /** Digits. */
  readonly id?: string;
  readonly name: string;
  readonly data_type?: TicketAttributeType;
  readonly description?: string;
  readonly order?: number;
  readonly default?: boolean;
  readonly archived?: boolean;
  readonly created_at?: number;
  readonly input_options?: SeedInputOptions;
}

interface SeedInputOptions {
  readonly multiline?: boolean;
  readonly allow_multiple_values?: boolean;
  readonly list_options?: readonly (string | (Partial<TicketOptionRecord> & { readonly label: string }))[];
}

const INPUT_OPTIONS: SeedShape = {
  object: {
    multiline: 'true or false',
    allow_multiple_values: 'true or false',
    list_options: {
      list: {
        anyOf: [
          'a text',
          {
            object: { id: 'a text', label: 'a text', archived: 'true or false' },
            required: ['label'],
          },
        ],
      },
    },
  },
};

const ATTRIBUTE: SeedShape = {
  object: {
    id: 'digits',
    name: 'a text',
    data_type: { oneOf: [...TICKET_ATTRIBUTE_TYPES] },
    description: 'a string',
    order: 'a whole number',
    required_to_create: 'true or false',
    required_to_create_for_contacts: 'true or false',
    visible_on_create: 'true or false',
    visible_to_contacts: 'true or false',
    default: 'true or false',
    archived: 'true or false',
    created_at: 'a whole number',
    input_options: INPUT_OPTIONS,
    ...notKept('type', 'workspace_id', 'ticket_type_id', 'updated_at'),
  },
  required: ['name'],
};

const TYPE: SeedShape = {
  object: {
    id: 'digits',
    name: 'a text',
    description: 'a string',
    category: { oneOf: [...CATEGORIES] },
    icon: 'a text',
    is_internal: 'true or false',
    archived: 'true or false',
    created_at: 'a whole number',
    ticket_type_attributes: {
      object: { data: { list: ATTRIBUTE }, ...notKept('type') },
      required: ['data'],
    },
    ...notKept('type', 'workspace_id', 'updated_at', 'ticket_states'),
  },
  required: ['name'],
};

export const ticketTypesSeed: SeedPart<TicketTypesSeed> = {
  shape: { list: TYPE },
  check({ ticket_types: types = [] }, report) {
    checkUnique(types, 'ticket_types', ['id'], report);
  },
  load({ ticket_types: types = [] }, workspace) {
    const store = ticketTypesOf(workspace);
    for (const { id, ticket_type_attributes: attributes } of types)
      store.reserve({ ...(id === undefined ? {} : { id }), attributes: attributes?.data ?? [] });
    for (const type of types) loadType(type, workspace);
  },
};

function loadType(seed: SeedTicketType, workspace: Workspace): void {
  const store = ticketTypesOf(workspace);
  const now = workspace.now();
  const seeded = seed.ticket_type_attributes?.data ?? [];
  const names = new Set(seeded.map(({ name }) => name));
  const defaults = defaultAttributes(() => store.nextAttributeId(), now);
  store.put({
    id: seed.id ?? store.nextId(),
    name: seed.name,
    description: seed.description ?? '',
    category: seed.category ?? 'Customer',
    icon: seed.icon ?? '🎟️',
    is_internal: seed.is_internal ?? false,
    archived: seed.archived ?? false,
    created_at: seed.created_at ?? now,
    updated_at: now,
    attributes: [
      ...defaults.filter(({ name }) => !names.has(name)),
      ...seeded.map((attribute, at) => attributeOf(attribute, { at, defaults, workspace })),
    ],
  });
}

/** One that is called like a default attribute is that one. */
function attributeOf(
  { input_options: input = {}, ...seed }: SeedTicketAttribute,
  {
    at,
    defaults,
    workspace,
  }: {
    readonly at: number;
    readonly defaults: readonly TicketAttributeRecord[];
    readonly workspace: Workspace;
  },
): TicketAttributeRecord {
  const now = workspace.now();
  const own = defaults.find(({ name }) => name === seed.name);
  return {
    ...(own ?? {
      id: seed.id ?? ticketTypesOf(workspace).nextAttributeId(),
      data_type: 'string',
      description: '',
      order: defaults.length + at,
      ...NEW_FLAGS,
      default: false,
      archived: false,
      created_at: now,
      options: [],
    }),
    ...seed,
    ...(input.multiline === undefined ? {} : { multiline: input.multiline }),
    ...(input.allow_multiple_values === undefined
      ? {}
      : { allow_multiple_values: input.allow_multiple_values }),
    ...(input.list_options === undefined ? {} : { options: input.list_options.map(optionOf) }),
    updated_at: now,
  };

  function optionOf(option: NonNullable<SeedInputOptions['list_options']>[number]): TicketOptionRecord {
    const {
      id = workspace.random.uuid(),
      label,
      archived = false,
    } = typeof option === 'string' ? { label: option } : option;
    return { id, label, archived };
  }
}
