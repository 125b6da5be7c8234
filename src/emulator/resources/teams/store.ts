import { storeOf } from '../../workspace.ts';

export interface TeamRecord {
  /** Digits. */
  readonly id: string;
  readonly name: string;
  /** Ids of admins. */
  readonly admin_ids: readonly string[];
}

/** The teams of a workspace, which the API cannot change. */
class TeamStore {
  readonly #byId = new Map<string, TeamRecord>();
  #lastId = 814_864;

  /** Keeps new ids above this one. */
  reserve(id: string): void {
    this.#lastId = Math.max(this.#lastId, Number(id));
  }

  /** Stores a team, under a new id unless it has one. */
  add({ id = String(this.#lastId + 1), ...rest }: Omit<TeamRecord, 'id'> & Partial<TeamRecord>): void {
    this.#byId.set(id, { id, ...rest });
    this.reserve(id);
  }

  get(id: string): TeamRecord | undefined {
    return this.#byId.get(id);
  }

  /** Names need not be unique. */
  all(): readonly TeamRecord[] {
    return [...this.#byId.values()];
  }

  /** The teams that an admin is in. */
  ofAdmin(id: string): TeamRecord[] {
    return this.all().filter((team) => team.admin_ids.includes(id));
  }
}

export const teamsOf = storeOf(() => new TeamStore());
