import type { JsonObject } from '../../../types/json.ts';

/** A company as stored; times are unix seconds. */
export interface CompanyRecord {
  readonly id: string;
  readonly company_id: string;
  readonly name: string | undefined;
  readonly plan: string | undefined;
  readonly size: number | undefined;
  readonly website: string | undefined;
  readonly industry: string | undefined;
  readonly monthly_spend: number;
  readonly remote_created_at: number | undefined;
  readonly last_request_at: number | undefined;
  readonly created_at: number;
  readonly updated_at: number;
  readonly custom_attributes: JsonObject;
  /** Tag ids. */
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** Live companies. An archived one is gone: its company_id makes a new company (api.md 5.2). */
export class CompanyStore {
  readonly #byId = new Map<string, CompanyRecord>();
  readonly #byCompanyId = new Map<string, CompanyRecord>();
  readonly #plans = new Map<string, string>();

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

  /** The id that a plan name reads back with. */
  planId(name: string): string {
    const known = this.#plans.get(name);
    if (known !== undefined) return known;
    const id = String(269_315 + this.#plans.size);
    this.#plans.set(name, id);
    return id;
  }
}
