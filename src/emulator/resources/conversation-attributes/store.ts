import type { JsonObject } from '../../../types/json.ts';
import { storeOf } from '../../workspace.ts';

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
export type ConversationAttributeType = (typeof CONVERSATION_ATTRIBUTE_TYPES)[number];

export interface OptionRecord {
  /** A UUID. */
  readonly id: string;
  readonly label: string;
  readonly archived: boolean;
}

export interface ConversationAttributeRecord {
  readonly id: number;
  readonly name: string;
  readonly data_type: ConversationAttributeType;
  readonly description: string;
  readonly required: boolean;
  /** None means all teams. */
  readonly visible_to_team_ids: readonly string[];
  readonly archived: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly admin_id: string;
  /** Only strings show it. */
  readonly multiline: boolean;
  /** Only lists have any. */
  readonly options: readonly OptionRecord[];
  /** Only relationships have one. */
  readonly reference: JsonObject | undefined;
}

/** The conversation attributes of a workspace, in the order of creation. Nothing keeps two from having one name. */
class ConversationAttributeStore {
  readonly #byId = new Map<number, ConversationAttributeRecord>();
  #lastId = 0;

  /** Keeps new ids above this one. */
  reserve(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  nextId(): number {
    return this.#lastId + 1;
  }

  get(id: number): ConversationAttributeRecord | undefined {
    return this.#byId.get(id);
  }

  put(record: ConversationAttributeRecord): void {
    this.#byId.set(record.id, record);
    this.reserve(record.id);
  }

  all(): readonly ConversationAttributeRecord[] {
    return [...this.#byId.values()];
  }
}

export const conversationAttributesOf = storeOf(() => new ConversationAttributeStore());
