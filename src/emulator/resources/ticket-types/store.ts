import { storeOf } from '../../workspace.ts';

export const CATEGORIES = ['Customer', 'Back-office', 'Tracker'] as const;
export type Category = (typeof CATEGORIES)[number];

export const TICKET_ATTRIBUTE_TYPES = [
  'string',
  'list',
  'integer',
  'decimal',
  'boolean',
  'datetime',
  'files',
] as const;
export type TicketAttributeType = (typeof TICKET_ATTRIBUTE_TYPES)[number];

export interface TicketTypeRecord {
  /** Digits. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  readonly icon: string;
  readonly is_internal: boolean;
  readonly archived: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  readonly attributes: readonly TicketAttributeRecord[];
}

export interface TicketAttributeRecord extends AttributeFlags {
  /** Digits. */
  readonly id: string;
  readonly name: string;
  readonly data_type: TicketAttributeType;
  readonly description: string;
  readonly order: number;
  /** Whether it came with its type. */
  readonly default: boolean;
  readonly archived: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  /** Only of lists. */
  readonly options: readonly TicketOptionRecord[];
}

/** What is true or false of an attribute, and may be written at any time. */
export interface AttributeFlags {
  readonly required_to_create: boolean;
  readonly required_to_create_for_contacts: boolean;
  readonly visible_on_create: boolean;
  readonly visible_to_contacts: boolean;
  /** Only strings show it. */
  readonly multiline: boolean;
  /** Only files show it. */
  readonly allow_multiple_values: boolean;
}

export interface TicketOptionRecord {
  /** A UUID. */
  readonly id: string;
  readonly label: string;
  readonly archived: boolean;
}

/** The ticket types of a workspace, in the order of creation. Nothing keeps two from having one name. */
class TicketTypeStore {
  readonly #byId = new Map<string, TicketTypeRecord>();
  #lastId = 66;
  #lastAttribute = 164;

  /** Keeps new ids above those of this type and of its attributes. */
  reserve({
    id,
    attributes,
  }: {
    readonly id?: string;
    readonly attributes: readonly { readonly id?: string }[];
  }): void {
    if (id !== undefined) this.#lastId = Math.max(this.#lastId, Number(id));
    for (const { id: attribute = '0' } of attributes)
      this.#lastAttribute = Math.max(this.#lastAttribute, Number(attribute));
  }

  nextId(): string {
    return String(this.#lastId + 1);
  }

  /** Another one each time that it is asked for. */
  nextAttributeId(): string {
    this.#lastAttribute += 1;
    return String(this.#lastAttribute);
  }

  get(id: string): TicketTypeRecord | undefined {
    return this.#byId.get(id);
  }

  put(record: TicketTypeRecord): void {
    this.#byId.set(record.id, record);
    this.reserve(record);
  }

  all(): readonly TicketTypeRecord[] {
    return [...this.#byId.values()];
  }
}

export const ticketTypesOf = storeOf(() => new TicketTypeStore());
