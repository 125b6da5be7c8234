import { kinds } from '../../kinds/index.ts';
import { loadManifests } from '../../manifest/index.ts';
import type { LoadedManifests } from '../../manifest/load-manifests.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { createCatalog } from '../catalog.ts';
import { schemas } from '../declare.ts';
import { declareAll } from '../declare-manifests.ts';
import { hasErrors } from '../group-diagnostics.ts';
import { diffAll, observeAll } from '../observe.ts';
import { bytesOfSources, LARGE_BYTES, MOST_HELD_BYTES } from '../planning/streamed-people.ts';
import { type Compared, type CompareOptions, ofManifests, ofParts, readOf } from './compared.ts';
import { withoutValueErrors } from './invalid-values.ts';
import { takesPeople } from './parts.ts';
import { compareInParts } from './people/compare-in-parts.ts';
import { setAsideIn } from './people/set-aside.ts';

/**
 * Plans what the manifests declare, with the planner of `plan` (law 3). What that plan would change is what a pull takes over.
 * Merges are left out.
 */
export async function compare(options: CompareOptions): Promise<Compared> {
  const { project, files, to, partRows } = options;
  const manifests = await loadManifests({ project, files, schemas: schemas(), to });
  const bytes = await bytesOfSources(manifests.documents, project, { files });
  const isStreamed = partRows !== undefined || bytes > MOST_HELD_BYTES;
  const isLarge = bytes > LARGE_BYTES;
  return (
    (isStreamed ? await compareInParts(manifests, options, { isLarge }) : undefined) ??
    compareAtOnce(manifests, options)
  );
}

async function compareAtOnce(manifests: LoadedManifests, options: CompareOptions): Promise<Compared> {
  const { project, files, reader, timezone, parts, later, keyHashes, despiteValues } = options;
  const loaded = await declareAll(manifests, project, { files });
  loaded.rejected.close();
  const { declared, texts, sets, contactSets, offered } = loaded;
  const found = ofManifests(loaded.diagnostics);
  const report = (list: Diagnostic[]) => (diagnostic: Diagnostic) => void list.push(diagnostic);
  const unconnected = createCatalog({ online: false, timezone, later, project, sets: contactSets });
  for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], unconnected, report(found));
  const { offline, ofValues } = despiteValues ? withoutValueErrors(found) : { offline: found, ofValues: [] };
  const ownerTags = new Set(unconnected.ownerTags.keys());
  const catalog = createCatalog({
    online: true,
    timezone,
    later,
    project,
    // Without contacts, nobody who left a set is looked for.
    sets: takesPeople(parts) ? contactSets : [],
    // What is to be removed is not taken over.
    removals: unconnected.removals,
    keyHashes,
  });
  const online: Diagnostic[] = [...ofValues];
  const known = {
    ...{ declared, streamed: undefined, catalog, ownerTags, texts, sets, offered, offline, online },
    close() {},
  };
  if (hasErrors(offline)) return { ...known, planned: [], setAside: new Set() };

  const wanted = readOf(declared, options);
  for (const kind of kinds) kind.check(wanted.get(kind.name) ?? [], catalog, report([]));
  const live = await observeAll(wanted, catalog, reader);
  const planned = ofParts(diffAll(wanted, live, catalog, report(online)), parts);
  return { ...known, planned, setAside: setAsideIn(live) };
}
