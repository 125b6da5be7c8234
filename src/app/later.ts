import { kinds } from '../kinds/index.ts';
import { SeenKeys } from '../kinds/people/seen-keys.ts';
import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { LaterDeclared } from '../types/catalog.ts';
import type { RejectedRow } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';
import { declareContext, type Reading } from './declare.ts';

/** Where a key stands is not asked. */
const NOWHERE = { file: '' };

/**
 * What versions that `--to` leaves out declare, so that it does not look undeclared: names and keys alone, whatever the size of
 * their sources. Nothing that is wrong there is told; a file that is wrong, or that leaves a row out, is remembered, for somebody
 * may be declared there who is not known.
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
      // Without standard input: it stands in for a source of what is in force.
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
