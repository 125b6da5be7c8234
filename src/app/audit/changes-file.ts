import { versionPrefix } from '../../manifest/index.ts';
import type { AuditDocument } from '../../types/audit.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { ChangesTarget } from '../../types/kind/auditing.ts';
import type { Project } from '../../types/project.ts';
import { declarationRefusal } from '../pull/refusal.ts';
import {
  type AuditFile,
  fromProject,
  type GivenPath,
  manifestFolder,
  outsideFinding,
  saveAuditFile,
  schemaFrom,
} from './audit-file.ts';
import { CHANGES_HEADER, changesManifest, type KindEntry } from './changes-manifest.ts';
import type { Managed } from './managed.ts';
import { auditedKinds, proposes } from './parts.ts';

export const CHANGES_FILE: AuditFile = {
  flag: '--changes',
  header: CHANGES_HEADER,
  codes: { refused: 'changes-file', outside: 'changes-outside-manifests' },
  holds: 'changes',
};

interface Written {
  readonly changes: NonNullable<AuditDocument['changes']>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the file of `--changes` from the parts of the document; undefined where there is none to write. */
export async function writeChanges(
  given: GivenPath | undefined,
  parts: Readonly<Record<string, unknown>>,
  { project, workspace, managed }: { project: Project; workspace: string; managed: Managed },
): Promise<Written | undefined> {
  if (given === undefined) return undefined;
  const target = targetOf(given, managed, project);
  const entries = auditedKinds().flatMap(({ auditing, manifest }): readonly KindEntry[] => {
    const part = parts[auditing.part];
    if (!proposes(auditing) || part === undefined) return [];
    return auditing.changes(part, target).map((entry) => ({ ...entry, manifest }));
  });
  const schema = schemaFrom(given.path, project);
  await saveAuditFile(given.path, changesManifest(entries, { workspace, schema }));
  const outside = outsideFinding(CHANGES_FILE, given, project);
  const count = entries.filter(({ isActive }) => isActive).length;
  return {
    changes: { file: given.shown, count, commented: entries.length - count },
    diagnostics: outside === undefined ? [] : [outside],
  };
}

function targetOf({ path }: GivenPath, { declared }: Managed, project: Project): ChangesTarget {
  const folder = manifestFolder(path, project);
  const prefix = versionPrefix(fromProject(path, project));
  const version = prefix === null ? undefined : Number(prefix);
  return {
    standing(address) {
      const declaration = declared.get(address);
      if (declaration === undefined) return 'free';
      const isHere = (declaration.origins ?? []).every((origin) => origin.folder === folder);
      const highest = highestVersion(declaration);
      const revises = isHere && version !== undefined && highest !== undefined && highest < version;
      return revises ? 'revises' : 'elsewhere';
    },
    refusal: declarationRefusal,
  };
}

/** The last version that says something of it; undefined where a file without a version does. */
function highestVersion({ version, cells }: Declaration): number | undefined {
  const versions = [version, ...[...cells.values()].map((cell) => cell.version ?? version)];
  return versions.some((one) => one === null) ? undefined : Math.max(...versions.map(Number));
}
