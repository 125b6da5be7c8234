import type { JsonObject } from '../../types/json.ts';

export interface WireCompany {
  readonly id: string;
  readonly company_id: string;
  readonly name?: string | null;
  readonly plan?: { readonly name?: string } | null;
  readonly size?: number | null;
  readonly website?: string | null;
  readonly industry?: string | null;
  readonly monthly_spend?: number | null;
  readonly remote_created_at?: number | null;
  readonly custom_attributes?: JsonObject;
  readonly tags?: { readonly tags: readonly { readonly id: string; readonly name: string }[] };
}

/** All companies that could be reached. */
export interface CompanyRows {
  readonly companies: readonly WireCompany[];
  /** False where only those with users could be read (intercom 5.2). */
  readonly everything: boolean;
}
