import { contactSetsAmong } from '../kinds/declared/sets.ts';
import { loadManifests } from '../manifest/index.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { DeclaredSet, LaterDeclared } from '../types/catalog.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { declareContext, declareDocuments, type Reading, schemas } from './declare.ts';
import { FoundDiagnostics, hasErrors } from './group-diagnostics.ts';
import { declaredLater } from './later.ts';
import type { Loaded } from './loaded.ts';
import { offeredBy } from './offered.ts';
import { RejectedRows } from './rejected-rows.ts';

type Declared = Pick<
  Loaded,
  | 'declared'
  | 'sets'
  | 'contactSets'
  | 'offered'
  | 'diagnostics'
  | 'digest'
  | 'version'
  | 'files'
  | 'rejected'
  | 'read'
> &
  Pick<LoadedManifests, 'texts'>;

/** What later versions declare, as these files have them; undefined without `to`. */
export async function laterManifests(
  project: Project,
  { to, files }: Pick<Reading, 'files'> & { readonly to: readonly string[] | undefined },
): Promise<LaterDeclared | undefined> {
  if (to === undefined) return undefined;
  return declaredLater(await loadManifests({ project, files, schemas: schemas(), to }), project, { files });
}

/** Declares everything that the manifests contain, and combines their versions. */
export async function declareAll(
  manifests: LoadedManifests,
  project: Project,
  reading: Reading,
): Promise<Declared> {
  const found = new FoundDiagnostics();
  for (const diagnostic of manifests.diagnostics) found.add(diagnostic);
  const report = (diagnostic: Diagnostic) => found.add(diagnostic);
  const rejected = new RejectedRows();
  const contactSets: DeclaredSet[] = [];
  const read = new Map<RowLayout, number>();
  const context = declareContext({ ...reading, project, report, rejected, contactSets, read });
  const declared = await declareDocuments(manifests.documents, context);
  if (!hasErrors(found.all())) for (const unread of reading.unread?.() ?? []) found.add(unread);
  const { digest, version, count, texts } = manifests;
  const told = { sets: setOrigins(manifests), offered: offeredBy(manifests, project, read) };
  return {
    declared,
    ...told,
    contactSets,
    diagnostics: found.all(),
    digest,
    version,
    files: count,
    rejected,
    read,
    texts,
  };
}

/** Contact set → the documents that declare it. */
export function setOrigins({ documents }: LoadedManifests): Loaded['sets'] {
  return new Map(contactSetsAmong(documents).map(({ data, origins }) => [String(data['name']), origins]));
}
