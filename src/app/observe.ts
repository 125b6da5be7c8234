import { kinds } from '../kinds/index.ts';
import type { KindReader } from '../kinds/kind-reader.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Report } from '../types/diagnostic.ts';
import type { Planned } from '../types/kind.ts';
import { askFor } from './ask-for.ts';

type Declared = ReadonlyMap<string, readonly Declaration[]>;

/** Kind → what its `observe` returned. */
type Live = Map<string, unknown>;

/** Reads what the declarations need: what each kind observes, and contacts by key until no new keys are named. */
export async function observeAll(declared: Declared, catalog: Catalog, reader: KindReader): Promise<Live> {
  const once = readingListsOnce(reader);
  const [live] = await Promise.all([
    observeKinds(declared, catalog, once),
    lookPeopleUp(declared, catalog, once),
  ]);
  await Promise.all(kinds.map((kind) => kind.deepen?.(declared.get(kind.name) ?? [], catalog, once)));
  return live;
}

/** What each kind reads besides contacts. */
async function observeKinds(declared: Declared, catalog: Catalog, reader: KindReader): Promise<Live> {
  const live: Live = new Map();
  await Promise.all(
    kinds.map(async (kind) => {
      live.set(kind.name, await kind.observe?.(declared.get(kind.name) ?? [], catalog, reader));
    }),
  );
  for (const kind of kinds)
    if (kind.observeAfter !== undefined)
      live.set(kind.name, await kind.observeAfter(live.get(kind.name), catalog, reader));
  return live;
}

/** A reader that reads the complete list of a contact only once, since several kinds ask for it. */
export function readingListsOnce(reader: KindReader): KindReader {
  return {
    ...reader,
    contactTags: remembered((id) => reader.contactTags(id)),
    contactCompanies: remembered((id) => reader.contactCompanies(id)),
  };
}

function remembered<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (id) => {
    const answer = answers.get(id) ?? read(id);
    answers.set(id, answer);
    return answer;
  };
}

async function lookPeopleUp(declared: Declared, catalog: Catalog, reader: KindReader): Promise<void> {
  const keys = () => kinds.flatMap((kind) => kind.keys?.(declared.get(kind.name) ?? [], catalog) ?? []);
  while (await askFor(keys(), catalog, reader));
}

/** Plans the kinds that are not about contacts. They do not depend on contacts. `live`: what each kind observed. */
export async function planWithoutPeople(
  declared: Declared,
  catalog: Catalog,
  reader: KindReader,
  report: Report,
): Promise<{ readonly planned: readonly Planned[]; readonly live: ReadonlyMap<string, unknown> }> {
  const live = await observeKinds(declared, catalog, reader);
  const others = kinds.filter((kind) => kind.keys === undefined);
  const planned = others.flatMap((kind) =>
    kind.diff(declared.get(kind.name) ?? [], live.get(kind.name), catalog, report),
  );
  return { planned: withoutIdleRequirements(planned), live };
}

/** Compares desired with live, kind by kind. */
export function diffAll(
  declared: Declared,
  live: Live,
  catalog: Catalog,
  report: Report,
): readonly Planned[] {
  for (const kind of kinds) {
    const resolved = kind.resolve?.(declared.get(kind.name) ?? [], live.get(kind.name), catalog, report);
    if (kind.resolve !== undefined) live.set(kind.name, resolved);
  }
  const planned = kinds.flatMap((kind) =>
    kind.diff(declared.get(kind.name) ?? [], live.get(kind.name), catalog, report),
  );
  return withoutIdleRequirements(planned);
}

/**
 * Removes requirements that this plan does not change, so nothing has to wait for them. (Kinds list everything that a change
 * uses.) `others`: further addresses that change.
 */
export function withoutIdleRequirements(
  planned: readonly Planned[],
  others: Iterable<string> = [],
): readonly Planned[] {
  const changing = new Set(others);
  for (const item of planned) if (item.state === 'change') changing.add(item.change.address);
  return planned.map((item) => {
    if (item.state !== 'change') return item;
    const { change } = item;
    const requires = [...new Set(change.requires)].filter(
      (address) => changing.has(address) && address !== change.address,
    );
    return { ...item, change: { ...change, requires } };
  });
}
