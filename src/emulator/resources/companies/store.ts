import { storeOf, type Workspace } from '../../workspace.ts';
import type { CompanyRecord } from './record.ts';

/** An open company scroll: one an app (intercom 5.2). */
interface Scroll {
  readonly param: string;
  readonly ids: readonly string[];
  readonly position: number;
  readonly usedAtMs: number;
}

/** Live companies. An archived one is gone: its company_id makes a new company (intercom 5.2). */
class CompanyStore {
  /** Where the one open scroll stands. */
  scroll: Scroll | undefined;
  readonly #byId = new Map<string, CompanyRecord>();
  readonly #byCompanyId = new Map<string, CompanyRecord>();
  readonly #plans = new Map<string, string>();
  /** By id: deletions that Intercom accepted, and when they are made. */
  readonly #leaving = new Map<string, { readonly atMs: number; readonly leave: () => void }>();

  get(id: string): CompanyRecord | undefined {
    return this.#byId.get(id);
  }

  /** By the customer's own id. */
  find(companyId: string): CompanyRecord | undefined {
    return this.#byCompanyId.get(companyId);
  }

  all(): IterableIterator<CompanyRecord> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  put(record: CompanyRecord): void {
    this.#byId.set(record.id, record);
    this.#byCompanyId.set(record.company_id, record);
  }

  remove(id: string): void {
    const record = this.#byId.get(id);
    if (record === undefined) return;
    this.#byId.delete(id);
    this.#byCompanyId.delete(record.company_id);
  }

  /** Makes a deletion later; a second one changes nothing. */
  leaveAt(id: string, atMs: number, leave: () => void): void {
    if (!this.#leaving.has(id)) this.#leaving.set(id, { atMs, leave });
  }

  /** Makes the deletions whose time has come. */
  settle(nowMs: number): void {
    for (const [id, { atMs, leave }] of this.#leaving) {
      if (atMs > nowMs) continue;
      this.#leaving.delete(id);
      leave();
    }
  }

  /** The id that a plan name reads back with. */
  planId(name: string): string {
    const known = this.#plans.get(name);
    if (known !== undefined) return known;
    const id = String(269_315 + this.#plans.size);
    this.#plans.set(name, id);
    return id;
  }
}

const storeOfCompanies = storeOf(() => new CompanyStore());

/** The companies as they are now. */
export function companiesOf(workspace: Workspace): CompanyStore {
  const store = storeOfCompanies(workspace);
  store.settle(workspace.nowMs());
  return store;
}
