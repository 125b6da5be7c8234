import { kindOf, kinds } from '../../../kinds/index.ts';
import type { LoadedManifests } from '../../../manifest/load-manifests.ts';
import { AddressSelection } from '../../../plan/selection/address-selection.ts';
import { knownAddresses } from '../../../plan/selection/known-addresses.ts';
import { Spool } from '../../../spool/spool.ts';
import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import type { Change } from '../../../types/change.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import type { Planned } from '../../../types/kind.ts';
import type { RowLayout } from '../../../types/mapped-row.ts';
import { createCatalog } from '../../catalog.ts';
import { setOrigins } from '../../declare-manifests.ts';
import { hasErrors } from '../../group-diagnostics.ts';
import type { StreamedPeople } from '../../loaded.ts';
import { diffAll, observeAll } from '../../observe.ts';
import { offeredBy } from '../../offered.ts';
import { planInParts } from '../../planning/in-parts.ts';
import { PeopleSurvey } from '../../planning/people-survey.ts';
import { streamedPeople } from '../../planning/streamed-people.ts';
import { type ManifestSurvey, survey } from '../../survey.ts';
import { type Compared, type CompareOptions, ofManifests, ofParts, readOf } from '../compared.ts';
import { withoutValueErrors } from '../invalid-values.ts';
import { takesPeople } from '../parts.ts';

/** Nothing is selected here: a pull applies the flags to what it finds. */
const NOTHING_SELECTED = { target: [], exclude: [] };

/**
 * `compare` for manifests with too many contacts to keep in memory: they are read several times, and compared in parts.
 * Undefined where there are errors, which comparing at once reports all together, unless the files are too large for that.
 */
export async function compareInParts(
  manifests: LoadedManifests,
  options: CompareOptions,
  { isLarge }: { readonly isLarge: boolean },
): Promise<Compared | undefined> {
  const { files, timezone, parts, later, despiteValues } = options;
  const { documents, texts } = manifests;
  // Rules of the project about findings do not matter to a pull.
  const project = {
    ...options.project,
    rules: new Map(),
    workspace: { ...options.project.workspace, timezone },
  };
  const sets = new Set(kinds.filter(({ people }) => people?.inSets).map(({ manifest }) => manifest));
  const watch = new PeopleSurvey(
    documents.filter(({ kind }) => sets.has(kind)),
    { selection: new AddressSelection(NOTHING_SELECTED), known: knownAddresses(NOTHING_SELECTED) },
  );
  const peopled = new Set<string>();
  const found = await survey(
    manifests,
    project,
    { files },
    {
      later,
      watch: {
        set: (set, declared) => watch.set(set, declared),
        declaration: (declaration) => {
          peopled.add(declaration.place.file);
          watch.declaration(declaration);
        },
      },
    },
  );
  found.rejected.close();
  const checked = ofManifests(found.diagnostics);
  const { offline, ofValues } = despiteValues
    ? withoutValueErrors(checked)
    : { offline: checked, ofValues: [] };
  if (hasErrors(offline) && !isLarge) return undefined;
  const known = {
    ownerTags: new Set(found.catalog.ownerTags.keys()),
    texts,
    sets: setOrigins(manifests),
    offered: offeredBy(manifests, project, found.read),
    offline,
    setAside: new Set<string>(),
  };
  const { declared } = found;
  if (hasErrors(offline))
    return {
      ...{ ...known, declared, catalog: found.catalog, online: [], planned: [], streamed: undefined },
      close() {},
    };
  const people = streamedPeople(watch.end(), { files, project, documents, found, checked });
  const planned = takesPeople(parts)
    ? await planPeople(found, people, options)
    : await planOthers(found, options);
  const { catalog, online, others, close, ...streamed } = planned;
  return {
    ...{ ...known, catalog, close },
    online: {
      *[Symbol.iterator]() {
        yield* ofValues;
        yield* online;
      },
    },
    declared: new Map([...declared].filter(([kind]) => !inSets(kind))),
    planned: ofParts(others, parts),
    streamed: { ...streamed, people, files: peopled },
  };
}

interface PlannedOf {
  readonly catalog: Catalog;
  readonly online: Iterable<Diagnostic>;
  /** What is planned for everything but contacts. */
  readonly others: readonly Planned[];
  changes(): Iterable<Change>;
  isDeclared(id: string): boolean;
  /** Frees the disk space. Then neither `online` nor the changes can be read. */
  close(): void;
}

async function planPeople(
  { declared, catalog: { removals } }: ManifestSurvey,
  people: StreamedPeople,
  { project, reader, stop, timezone, parts, unread, later, partRows, keyHashes }: CompareOptions,
): Promise<PlannedOf> {
  const taking = {
    contactSets: [] as DeclaredSet[],
    // A pull does not write reject files.
    rejected: { add() {} },
    read: new Map<RowLayout, number>(),
  };
  const catalog = createCatalog({
    ...{ online: true, timezone, later, project, removals, keyHashes },
    sets: taking.contactSets,
  });
  const errors = new Spool<Diagnostic>();
  const { changes, keeps, isDeclared, others } = await planInParts({
    declared: readOf(declared, { parts, unread }),
    ...{ streamed: people, catalog, reader, stop, partRows, taking },
    ahead: () => {},
    report(finding) {
      if (finding.severity === 'error') errors.add(finding, { rank: 0, order: errors.length, owner: -1 });
    },
    own: (planned) => planned,
    behind: undefined,
    notesDeclared: true,
  });
  return {
    ...{ catalog, others, isDeclared },
    online: errors.sorted(),
    *changes() {
      for (const change of changes.changes({ keeps })) if (inSets(change.kind)) yield change;
    },
    close() {
      changes.close();
      errors.close();
    },
  };
}

/** Whether items of this kind are declared by contact sets. */
function inSets(kind: string): boolean {
  return kindOf(kind)?.people?.inSets === true;
}

/** Contacts are not read here, so nobody who left a set is looked for. */
async function planOthers(
  { declared, catalog: { removals } }: ManifestSurvey,
  { project, reader, timezone, parts, unread, later }: CompareOptions,
): Promise<PlannedOf> {
  const catalog = createCatalog({ online: true, timezone, later, project, sets: [], removals });
  const online: Diagnostic[] = [];
  const wanted = readOf(declared, { parts, unread });
  for (const kind of kinds) kind.check(wanted.get(kind.name) ?? [], catalog, () => {});
  const live = await observeAll(wanted, catalog, reader);
  const others = diffAll(wanted, live, catalog, (finding) => void online.push(finding));
  return { catalog, online, others, changes: () => [], isDeclared: () => false, close() {} };
}
