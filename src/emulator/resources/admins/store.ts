import { storeOf } from '../../workspace.ts';

export interface AdminRecord {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Takes no new conversations. */
  readonly away: boolean;
  /** While away, replies go to the default inbox. */
  readonly reassign: boolean;
}

/** Every workspace has somebody whose token it is; the id is that of the spec's example. */
const DEFAULT_ADMIN: AdminRecord = {
  id: '991267466',
  name: 'Ada Lovelace',
  email: 'ada@acme.test',
  away: false,
  reassign: false,
};

/** The admins of a workspace; the API can only send them away. */
class AdminStore {
  #records: readonly AdminRecord[] = [DEFAULT_ADMIN];

  #isNamed = false;

  /** Whether a seed said who they are. */
  get isNamed(): boolean {
    return this.#isNamed;
  }

  /** Replaces them all. */
  load(records: readonly AdminRecord[]): void {
    this.#records = records;
    this.#isNamed = true;
  }

  /** Replaces the one of this id. */
  put(record: AdminRecord): void {
    this.#records = this.#records.map((admin) => (admin.id === record.id ? record : admin));
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
