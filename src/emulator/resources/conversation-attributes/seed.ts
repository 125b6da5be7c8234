import type { JsonObject } from '../../../types/json.ts';
import type { SeedPart } from '../../seed/part.ts';
import { notKept, type SeedShape, TEXTS } from '../../seed/shape.ts';
import { checkUnique } from '../../seed/unique.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import {
  CONVERSATION_ATTRIBUTE_TYPES,
  type ConversationAttributeType,
  conversationAttributesOf,
} from './store.ts';

export interface ConversationAttributesSeed {
  readonly conversation_attributes?: readonly SeedConversationAttribute[];
}

export interface SeedConversationAttribute {
  readonly id?: number;
  readonly name: string;
  readonly data_type: ConversationAttributeType;
  readonly description?: string;
  readonly required?: boolean;
  /** Ids of teams, which may have been deleted since. */
  readonly visible_to_team_ids?: readonly string[];
  readonly archived?: boolean;
  readonly created_at?: number;
  readonly multiline?: boolean;
  readonly reference?: JsonObject;
  readonly options?: readonly (string | SeedOption)[];
}

export interface SeedOption {
  readonly id?: string;
  readonly label: string;
  readonly archived?: boolean;
}

const OPTION: SeedShape = {
  object: { id: 'a text', label: 'a text', archived: 'true or false' },
  required: ['label'],
};

const ATTRIBUTE: SeedShape = {
  object: {
    id: 'a whole number',
    name: 'a text',
    data_type: { oneOf: [...CONVERSATION_ATTRIBUTE_TYPES] },
    description: 'a string',
    required: 'true or false',
    visible_to_team_ids: TEXTS,
    archived: 'true or false',
    created_at: 'a whole number',
    multiline: 'true or false',
    reference: {
      object: { type: { oneOf: ['one', 'many'] }, object_type_id: 'a text' },
      required: ['type'],
    },
    options: { list: { anyOf: ['a text', OPTION] } },
    ...notKept('type', 'updated_at', 'admin_id'),
  },
  required: ['name', 'data_type'],
};

export const conversationAttributesSeed: SeedPart<ConversationAttributesSeed> = {
  shape: { list: ATTRIBUTE },
  check({ conversation_attributes: attributes = [] }, report) {
    checkUnique(attributes, 'conversation_attributes', ['id'], report);
  },
  load({ conversation_attributes: attributes = [] }, workspace) {
    const store = conversationAttributesOf(workspace);
    for (const { id } of attributes) if (id !== undefined) store.reserve(id);
    for (const attribute of attributes) loadAttribute(attribute, workspace);
  },
};

function loadAttribute(seed: SeedConversationAttribute, workspace: Workspace): void {
  const store = conversationAttributesOf(workspace);
  const now = workspace.now();
  store.put({
    id: seed.id ?? store.nextId(),
    name: seed.name,
    data_type: seed.data_type,
    description: seed.description ?? '',
    required: seed.required ?? false,
    visible_to_team_ids: seed.visible_to_team_ids ?? [],
    archived: seed.archived ?? false,
    created_at: seed.created_at ?? now,
    updated_at: now,
    admin_id: adminsOf(workspace).me?.id ?? '',
    multiline: seed.multiline ?? false,
    reference: seed.reference,
    options: (seed.options ?? []).map((option) => {
      const { id = workspace.random.uuid(), label, archived = false } = asOption(option);
      return { id, label, archived };
    }),
  });
}

function asOption(option: string | SeedOption): SeedOption {
  return typeof option === 'string' ? { label: option } : option;
}
