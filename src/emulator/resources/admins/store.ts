import { storeOf } from '../../workspace.ts';

export interface AdminRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Every workspace has somebody whose token it is; the id is that of the spec's example. */
const DEFAULT_ADMIN: AdminRecord = { id: '991267466', name: 'Ada Lovelace', email: 'ada@acme.test' };

/** The admins of a workspace, which the API cannot change. */
class AdminStore {
  #records: readonly AdminRecord[] = [DEFAULT_ADMIN];

  /** Replaces them all. */
  load(records: readonly AdminRecord[]): void {
    this.#records = records;
  }

  /** The admin whose token it is. */
  get me(): AdminRecord | undefined {
    return this.#records[0];
  }

  get(id: string): AdminRecord | undefined {
    return this.#records.find((admin) => admin.id === id);
  }

  all(): readonly AdminRecord[] {
    return this.#records;
  }
}

export const adminsOf = storeOf(() => new AdminStore());
