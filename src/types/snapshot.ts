import type { Diagnostic } from './diagnostic.ts';
import type { WireAdmin, WireAttribute, WireCompany, WireContact, WireTag } from './intercom.ts';
import type { WorkspaceRef } from './plan.ts';

export const SNAPSHOT_FORMAT = 'interform-snapshot/1';

/** What a workspace held at one moment, for plans without a token (DESIGN section 8). Rows are as Intercom sent them, cut to what plans use. */
export interface SnapshotDocument {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly exit: 0;
  readonly tool: string;
  readonly workspace: WorkspaceRef;
  readonly intercom_version: string;
  /** IANA name; null where the workspace says none. */
  readonly timezone: string | null;
  /** ISO 8601. */
  readonly taken_at: string;
  readonly attributes: readonly WireAttribute[];
  readonly tags: readonly WireTag[];
  /** Every company that could be reached, and those that the manifests name. */
  readonly companies: readonly WireCompany[];
  /** True where a company that is not among them does not exist. */
  readonly companies_complete: boolean;
  /** company_ids that the manifests name and that do not exist. */
  readonly companies_absent: readonly string[];
  /** Only with --contacts: every user and lead, with whole lists, and the admins who may own them. */
  readonly people?: {
    readonly contacts: Iterable<WireContact> & { readonly length: number };
    readonly admins: readonly WireAdmin[];
  };
  readonly diagnostics: readonly Diagnostic[];
}
