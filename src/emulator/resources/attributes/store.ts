import type { Model } from '../../../types/attribute-type.ts';
import type { Json } from '../../../types/json.ts';
import { storeOf } from '../../workspace.ts';

/** As declared; a list is a string with options and a datetime reads back as date (intercom 3.3). */
export type DataType = 'string' | 'integer' | 'float' | 'boolean' | 'date';

/** What data_type may say in a write, and how it reads back. */
export const DECLARED_TYPES: ReadonlyMap<string, DataType> = new Map([
  ['string', 'string'],
  ['integer', 'integer'],
  ['float', 'float'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['datetime', 'date'],
  ['options', 'string'],
]);

/** A custom data attribute. */
export interface AttributeRecord {
  readonly id: number;
  readonly model: Model;
  readonly name: string;
  readonly data_type: DataType;
  readonly options: readonly string[] | undefined;
  readonly description: string | undefined;
  readonly messenger_writable: boolean;
  readonly archived: boolean;
  readonly admin_id: string;
  readonly created_at: number;
  readonly updated_at: number;
}

/** The workspace's custom data attributes, in the order of creation. */
export class AttributeStore {
  readonly #byId = new Map<number, AttributeRecord>();
  readonly #byName: Readonly<Record<Model, Map<string, AttributeRecord>>> = {
    contact: new Map(),
    company: new Map(),
  };
  #lastId = 0;
  #archived = 0;

  nextId(): number {
    return this.#lastId + 1;
  }

  /** Keeps new ids above this one. */
  reserve(id: number): void {
    this.#lastId = Math.max(this.#lastId, id);
  }

  get(id: number): AttributeRecord | undefined {
    return this.#byId.get(id);
  }

  /** By exact name: keys are case-sensitive (intercom 3.4). */
  find(model: Model, name: string): AttributeRecord | undefined {
    return this.#byName[model].get(name);
  }

  all(): IterableIterator<AttributeRecord> {
    return this.#byId.values();
  }

  /** Archived ones do not count towards the cap (intercom 3.5). */
  get liveCount(): number {
    return this.#byId.size - this.#archived;
  }

  put(record: AttributeRecord): void {
    const before = this.#byId.get(record.id);
    this.#archived += Number(record.archived) - Number(before?.archived ?? false);
    this.#byId.set(record.id, record);
    this.#byName[record.model].set(record.name, record);
    this.reserve(record.id);
  }

  /** The values without those of archived attributes, which are kept but hidden (intercom 3.7). */
  visible(model: Model, values: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
    if (this.#archived === 0) return values;
    return Object.fromEntries(
      Object.entries(values).filter(([name]) => this.find(model, name)?.archived !== true),
    );
  }
}

export const attributesOf = storeOf(() => new AttributeStore());
