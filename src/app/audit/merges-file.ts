import type { AuditDocument, ContactsAudit } from '../../types/audit.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Project } from '../../types/project.ts';
import { type AuditFile, type GivenPath, outsideFinding, saveAuditFile, schemaFrom } from './audit-file.ts';
import { MERGES_HEADER, mergesManifest } from './merges-manifest.ts';

export const MERGES_FILE: AuditFile = {
  flag: '--merges',
  header: MERGES_HEADER,
  codes: { refused: 'merges-file', outside: 'merges-outside-manifests' },
  holds: 'merges',
};

/** Writes the file of `--merges`; undefined where there is none to write. */
export async function writeMerges(
  given: GivenPath | undefined,
  contacts: ContactsAudit | undefined,
  { project, workspace }: { readonly project: Project; readonly workspace: string },
): Promise<
  | { readonly merges: NonNullable<AuditDocument['merges']>; readonly diagnostics: readonly Diagnostic[] }
  | undefined
> {
  if (given === undefined || contacts === undefined) return undefined;
  const schema = schemaFrom(given.path, project);
  await saveAuditFile(given.path, mergesManifest(contacts.mergeable, { workspace, schema }));
  const outside = outsideFinding(MERGES_FILE, given, project);
  return {
    merges: { file: given.shown, count: contacts.mergeable.length },
    diagnostics: outside === undefined ? [] : [outside],
  };
}
