import { isOfPairs, isOfSets, setOf } from '../kinds/declared/sets.ts';
import { folderOf } from '../manifest/folder-of.ts';
import type { Behind } from '../plan/selection/filter-criteria.ts';
import { addressSegments } from '../types/address.ts';
import { attributePath } from '../types/attribute-path.ts';
import type { CarryRule } from '../types/carrying.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Change } from '../types/change.ts';
import type { Declaration, Origin } from '../types/declaration.ts';
import type { Planned } from '../types/kind.ts';
import type { Loaded } from './loaded.ts';

type Declared = Pick<Loaded, 'declared' | 'sets'> & {
  readonly catalog: Catalog;
  /** Documents behind addresses that are not in `declared`. */
  readonly more?: ReadonlyMap<string, readonly Behind[]> | undefined;
};

/** Returns the documents behind an address of a change. */
export type BehindOf = (change: Change, address: string) => readonly Behind[];

/**
 * Finds the documents behind changes: all that declare the item, every contact set of a contact, the set that a contact has
 * left, and the one that absorbs a lead; for a person or company that nothing declares, the attributes and tags that it gets.
 * `withRows`: including the data files of contacts, of which there may be a million.
 */
export function behindChanges({ declared, sets, catalog, more }: Declared, withRows: boolean): BehindOf {
  const byAddress = new Map<string, readonly Behind[]>();
  for (const [kind, list] of declared) {
    // The document of a contact is that of its set, which is in its address.
    if (isOfSets(kind) && !withRows) continue;
    for (const declaration of list) byAddress.set(declaration.address, behindDeclaration(declaration));
  }
  return (change, address) => {
    const removal = catalog.removals.declaredBy.get(address);
    if (removal !== undefined) return behindDeclaration(removal);
    const known = byAddress.get(address) ?? more?.get(address);
    if (known === undefined && isOfHolder(change, address)) {
      const rules = catalog.carrying.rules.filter(carriesFor(change));
      const causes = new Set([...rules.map((rule) => rule.address), ...tagsOfToday(change, catalog)]);
      return [...causes].flatMap((cause) => byAddress.get(cause) ?? []);
    }
    if (known === undefined && isOfPairs(change.kind))
      return (catalog.merges.of(change.id ?? '')?.origins ?? []).map(withoutRows);
    return known ?? (sets.get(setOf(address) ?? '') ?? []).map(withoutRows);
  };
}

/** Whether nothing declares the change but the attributes and tags that are given: then its address names no contact set. */
function isOfHolder({ kind, context }: Change, address: string): boolean {
  const isGiven = context?.carried !== undefined || context?.former_tags !== undefined;
  return isGiven && !(isOfSets(kind) && addressSegments(address).length > 2);
}

/** Whether a rule has caused the change. */
function carriesFor({ kind, context }: Change): (rule: CarryRule) => boolean {
  return ({ model, attribute }) => model === kind && attributePath(attribute) in (context?.carried ?? {});
}

/** Addresses of the tags that take the place of former ones. */
function tagsOfToday({ context }: Change, { formerTags }: Catalog): readonly string[] {
  return Object.keys(context?.former_tags ?? {}).flatMap(
    (name) => formerTags.get(name.toLowerCase())?.heir.address ?? [],
  );
}

/** The documents that declare an item, each with the data files that its values come from. */
export function behindDeclaration({ kind, origins = [], place, cells }: Declaration): readonly Behind[] {
  const files = new Set([place.file]);
  // All values of a contact come from its row or its document.
  if (!isOfSets(kind)) for (const cell of cells.values()) files.add(cell.place.file);
  for (const { file } of origins) files.delete(file);
  return origins.map(({ file, owner }) => ({ files: [file, ...files], owner }));
}

function withoutRows({ file, owner }: Origin): Behind {
  return { files: [file], owner };
}

/** Adds the teams that own the documents behind each change to those that it has already. */
export function withOwners(
  planned: readonly Planned[],
  loaded: Loaded,
  catalog: Catalog,
): readonly Planned[] {
  if (loaded.offered.teams.length === 0) return planned;
  const behind = behindChanges({ ...loaded, catalog }, false);
  return planned.map((item) => {
    if (item.state !== 'change') return item;
    const { change } = item;
    const addresses = [change.address, ...change.also];
    const documents = addresses.flatMap((address) => behind(change, address));
    const owners = new Set([
      ...documents.flatMap(({ owner }) => owner ?? []),
      ...documents.flatMap((document) => limitedFolder(document, loaded.project) ?? []),
      ...(change.context?.owners ?? []),
    ]);
    if (owners.size === 0) return item;
    return { ...item, change: { ...change, context: { ...change.context, owners: [...owners].sort() } } };
  });
}

/** The team of the document's folder, if it has limits: a document cannot avoid them by naming another owner. */
function limitedFolder({ files: [file] }: Behind, project: Loaded['project']): string | undefined {
  if (project === undefined || file === undefined || project.owners.size === 0) return undefined;
  const team = project.owners.get(folderOf(file, project.manifests));
  return team !== undefined && project.scopedGuards.owners.has(team) ? team : undefined;
}
