import type { WireAdmin, WireContact } from '../../kinds/people/wire-contact.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceRef } from '../../types/plan.ts';

export const SNAPSHOT_FORMAT = 'interform-snapshot/1';

/** What a workspace held at one moment, for plans without a token (design 8). Rows are as Intercom sent them, cut to what plans use. */
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
  /** Only with --contacts: every user and lead, with whole lists, and the admins who may own them. */
  readonly people?: {
    readonly contacts: Iterable<WireContact> & { readonly length: number };
    readonly admins: readonly WireAdmin[];
  };
  readonly diagnostics: readonly Diagnostic[];
  /** The rows of each kind under its key, such as `tags`, and what it says of them under keys beside it. */
  readonly [key: string]: unknown;
}
