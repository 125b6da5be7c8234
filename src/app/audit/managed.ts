import { ownerTagsOf } from '../../kinds/contact/sets/set.ts';
import { kinds } from '../../kinds/index.ts';
import { combineVersions, createSchemas, loadManifests } from '../../manifest/index.ts';
import { diskFiles } from '../../sources/index.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { ManagedItems } from '../../types/kind/auditing.ts';
import type { Project } from '../../types/project.ts';
import type { SourceText } from '../../types/source-text.ts';
import { applyRules } from '../apply-rules.ts';
import { createCatalog } from '../catalog.ts';
import { readPackageFile } from '../package.ts';
import { rowlessContext } from '../rowless-context.ts';
import { auditedKinds } from './parts.ts';

/** What manifests declare of the audited kinds. */
export interface Managed extends ManagedItems {
  /** Number of manifest files. */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly documents: readonly ManifestDocument[];
}

/** A project may have no manifests yet: then nothing is managed. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests']);

/**
 * Reads the manifests of the audited kinds, except contacts. It reads no rows of data files, so an audit needs neither those
 * nor standard input. What the file `except`, from the project folder, says does not count: it is about to be written anew.
 */
export async function loadManaged(project: Project, except?: string): Promise<Managed> {
  const schemas = createSchemas((file) => readPackageFile(`schemas/${file}`), kinds);
  const loaded = await loadManifests({ project, files: diskFiles, schemas });
  const diagnostics = loaded.diagnostics.filter(
    ({ code, file }) => !NO_MANIFESTS.has(code) && (except === undefined || file !== except),
  );
  const documents = loaded.documents.filter(({ file }) => file !== except);
  const declared = new Map<string, Declaration>();
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const catalog = createCatalog({ online: false, timezone: project.workspace.timezone ?? 'UTC', project });
  for (const kind of auditedKinds()) {
    if (kind.auditing.begin === undefined) continue;
    const found: Declaration[] = [];
    for (const document of documents) {
      if (document.kind === kind.manifest)
        found.push(...(await kind.declare(document, rowlessContext(report))));
    }
    const combined = combineVersions(found, new Set(kind.revisable ? [kind.name] : []));
    for (const diagnostic of combined.diagnostics) report(diagnostic);
    for (const one of combined.declarations) declared.set(one.address, one);
    kind.check(combined.declarations, catalog, report);
  }
  const named = documents.flatMap(ownerTagsOf);
  const ownerTags = new Set(named.map((name) => name.trim().toLowerCase()));
  return {
    catalog,
    declared,
    ownerTags,
    patterns: project.workspace.owner_tags,
    files: loaded.count,
    diagnostics: applyRules(diagnostics, project.rules),
    sources: (file) => loaded.texts.get(file),
    documents,
  };
}
