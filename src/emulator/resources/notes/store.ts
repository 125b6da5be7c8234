import { storeOf } from '../../workspace.ts';

export interface NoteRecord {
  readonly id: string;
  readonly parent: 'contact' | 'company';
  readonly parent_id: string;
  /** HTML. */
  readonly body: string;
  readonly admin_id: string | undefined;
  readonly created_at: number;
}

/** The notes of contacts and companies, in the order of creation. */
class NoteStore {
  readonly #byId = new Map<string, NoteRecord>();
  #lastId = 0;

  /** Stores a note and gives it an id. */
  add(note: Omit<NoteRecord, 'id'>): NoteRecord {
    this.#lastId += 1;
    const stored = { ...note, id: String(this.#lastId) };
    this.#byId.set(stored.id, stored);
    return stored;
  }

  get(id: string): NoteRecord | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<NoteRecord> {
    return this.#byId.values();
  }

  /** Hangs notes under another parent of the same kind, as a merge does. */
  move(ids: readonly string[], parentId: string): void {
    for (const id of ids) {
      const note = this.#byId.get(id);
      if (note !== undefined) this.#byId.set(id, { ...note, parent_id: parentId });
    }
  }
}

export const notesOf = storeOf(() => new NoteStore());
