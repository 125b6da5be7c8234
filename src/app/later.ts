import { kinds } from '../kinds/index.ts';
import { SeenKeys } from '../kinds/people/seen-keys.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { LaterDeclared } from '../types/catalog.ts';
import type { RejectedRow } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { declareContext, type Reading } from './declare.ts';

/** The place of a key is not needed. */
const NOWHERE = { file: '' };

/**
 * What the versions that `--to` leaves out declare, so that it does not look undeclared. Only names and keys are kept, so the
 * size of data files does not matter. Errors there are not reported; but the files with errors or rows that are left out are
 * listed, because it is not known whom they declare.
 */
export async function declaredLater(
  { later }: Pick<LoadedManifests, 'later'>,
  project: Project,
  reading: Pick<Reading, 'files' | 'now'>,
): Promise<LaterDeclared> {
  const keys = new SeenKeys();
  const notes = {
    keys: { add: (key: string) => void keys.add(key, NOWHERE) },
    addresses: new Set<string>(),
    ownerTags: new Set<string>(),
  };
  const unreadable = new Set(later.unreadable);
  for (const document of later.documents) {
    const kind = kinds.find((candidate) => candidate.manifest === document.kind);
    const context = declareContext({
      // Without standard input, which belongs to a source that is in force.
      files: reading.files,
      now: reading.now,
      project,
      report({ severity, file }) {
        if (severity === 'error') unreadable.add(file ?? document.file);
      },
      rejected: { add: () => {} },
      contactSets: [],
      read: new Map(),
    });
    const reject = ({ row }: RejectedRow) => void unreadable.add(row.layout.file);
    await kind?.noteLater(document, { ...context, reject }, notes);
  }
  return { ...notes, keys, unreadable: [...unreadable].sort() };
}
