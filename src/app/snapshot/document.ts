import type { WireAdmin, WireContact } from '../../kinds/people/wire-contact.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceRef } from '../../types/plan.ts';

export const SNAPSHOT_FORMAT = 'interform-snapshot/1';

/**
 * What a workspace held at one time, for plans without a token (design 8). Rows are as Intercom sent them, reduced to the
 * fields that plans use.
 */
export interface SnapshotDocument {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly exit: 0;
  readonly tool: string;
  readonly workspace: WorkspaceRef;
  readonly intercom_version: string;
  /** IANA name; null where the workspace has none. */
  readonly timezone: string | null;
  /** ISO 8601. */
  readonly taken_at: string;
  /** Only with --contacts: all users and leads with complete lists, and the admins who may own them. */
  readonly people?: {
    readonly contacts: Iterable<WireContact> & { readonly length: number };
    readonly admins: readonly WireAdmin[];
  };
  readonly diagnostics: readonly Diagnostic[];
  /** Further keys: the rows of each kind, such as `tags`, and facts about them. */
  readonly [key: string]: unknown;
}
