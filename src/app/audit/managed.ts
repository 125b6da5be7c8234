import { ownerTagsOf } from '../../kinds/contact/set.ts';
import { kinds } from '../../kinds/index.ts';
import { combineVersions, createSchemas, loadManifests } from '../../manifest/index.ts';
import { diskFiles } from '../../sources/index.ts';
import type { KnownAttribute } from '../../types/catalog.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { Project } from '../../types/project.ts';
import { applyRules } from '../apply-rules.ts';
import { createCatalog } from '../catalog.ts';
import type { SourceText } from '../loaded.ts';
import { readPackageFile } from '../package.ts';

/** What manifests declare of the things that are audited. */
export interface Managed {
  /** By `<model>/<name>`. */
  readonly attributes: ReadonlyMap<string, KnownAttribute>;
  /** Lower-cased names, owner tags of contact sets among them (DESIGN 3.5). */
  readonly tags: ReadonlySet<string>;
  /** Lower-cased owner tags of contact sets, those included that they had before. */
  readonly ownerTags: ReadonlySet<string>;
  /** Manifest files. */
  readonly files: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  readonly documents: readonly ManifestDocument[];
}

/** A project may have no manifests yet: then nothing is managed. */
const NO_MANIFESTS = new Set(['missing-manifests', 'no-manifests']);

/**
 * Reads the manifests for the names of attributes and tags only: no rows of a source are read, so an audit needs no data
 * files and no standard input.
 */
export async function loadManaged(project: Project): Promise<Managed> {
  const schemas = createSchemas((file) => readPackageFile(`schemas/${file}`), kinds);
  const loaded = await loadManifests({ project, files: diskFiles, schemas });
  const diagnostics = loaded.diagnostics.filter(({ code }) => !NO_MANIFESTS.has(code));
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const catalog = createCatalog({ online: false, timezone: project.workspace.timezone ?? 'UTC', project });
  for (const name of ['attribute', 'tag']) {
    const kind = kinds.find((candidate) => candidate.name === name);
    if (kind === undefined) throw new Error(`no kind ${name}`);
    const found: Declaration[] = [];
    for (const document of loaded.documents) {
      if (document.kind === kind.manifest) found.push(...(await kind.declare(document, contextOf(report))));
    }
    const combined = combineVersions(found, new Set(kind.revisable ? [name] : []));
    for (const diagnostic of combined.diagnostics) report(diagnostic);
    kind.check(combined.declarations, catalog, report);
  }
  const named = loaded.documents.flatMap(ownerTagsOf);
  const ownerTags = new Set(named.map((name) => name.trim().toLowerCase()));
  return {
    attributes: catalog.attributes,
    tags: new Set([...catalog.tags.keys(), ...ownerTags]),
    ownerTags,
    files: loaded.count,
    diagnostics: applyRules(diagnostics, project.rules),
    sources: (file) => loaded.texts.get(file),
    documents: loaded.documents,
  };
}

function contextOf(report: DeclareContext['report']): DeclareContext {
  let order = 0;
  return {
    report,
    nextOrder: () => order++,
    set: () => undefined,
    reject: () => undefined,
    // Neither attributes nor tags have sources.
    rows: () => {
      throw new Error('attributes and tags have no rows');
    },
  };
}
