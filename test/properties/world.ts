import fc from 'fast-check';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json } from '../../src/types/json.ts';
import { type ManifestSketch, manifestSketches } from './manifest-sketches.ts';
import { type Document, documentsOf } from './manifests.ts';
import { seedOf, type WorkspaceSketch, workspaces } from './workspaces.ts';

/** A live workspace and the manifests over it. */
export interface World {
  readonly seed: EmulatorSeed;
  readonly documents: readonly Document[];
  /** Over how many files the documents are spread. */
  readonly files: number;
  /** How long list and search lag behind writes, in milliseconds. */
  readonly indexLagMs: number;
  /** Plans are made in parts of this many rows; undefined: all at once, as for a small project. */
  readonly partRows?: number | undefined;
}

export interface WorldSketch {
  readonly workspace: WorkspaceSketch;
  readonly manifests: ManifestSketch;
  readonly files: number;
  readonly indexLagMs: number;
  readonly partRows: number | undefined;
}

export const worldSketches: fc.Arbitrary<WorldSketch> = fc.record({
  workspace: workspaces,
  manifests: manifestSketches,
  files: fc.constantFrom(1, 2, 9),
  indexLagMs: fc.constantFrom(0, 2_000, 120_000),
  partRows: fc.constantFrom(undefined, 1, 2, 3),
});

export function worldOf({ workspace, manifests, ...rest }: WorldSketch): World {
  const world = { seed: seedOf(workspace), documents: documentsOf(manifests, workspace), ...rest };
  // Not enumerable, so a copy of the world does not show this one.
  return Object.defineProperty(world, fc.toStringMethod, { value: () => shown(world) });
}

/** A counterexample in readable form: what is live, then the manifests. */
function shown(world: World): string {
  const { attributes, tags, companies, contacts } = world.seed;
  const live = Object.entries({ attributes, tags, companies, contacts }).map(
    ([name, items = []]) => `${name}:${items.map((item) => `\n  - ${JSON.stringify(item)}`).join('')}`,
  );
  const texts = [...filesOf(world)].map(([path, text]) => `# ${path}\n${text}`);
  const parts = world.partRows === undefined ? 'at once' : `in parts of ${world.partRows}`;
  return ['', `index lag ${world.indexLagMs} ms, planned ${parts}`, ...live, ...texts].join('\n');
}

/** Worlds in all their variety. */
export const worlds: fc.Arbitrary<World> = worldSketches.map(worldOf);

/** Changes every contact set of a world. */
export function withSets(
  sketch: WorldSketch,
  change: (set: ManifestSketch['sets'][number]) => ManifestSketch['sets'][number],
): WorldSketch {
  const { manifests } = sketch;
  return { ...sketch, manifests: { ...manifests, sets: manifests.sets.map(change) } };
}

/** Orders the keys of a map; the identity keeps them as they are. */
export type KeyOrder = (keys: readonly string[]) => readonly string[];

/** Path → text of every manifest file. Each entry has a line of its own, whatever the order of its keys. */
export function filesOf(world: World, keyOrder: KeyOrder = (keys) => keys): ReadonlyMap<string, string> {
  return new Map(
    [...linesOf(world, keyOrder)].map(([path, lines]) => [
      path,
      lines.map(({ text }) => `${text}\n`).join(''),
    ]),
  );
}

/** The world without the list entries at these places, and whether there were any. */
export function withoutEntries(
  world: World,
  places: readonly { readonly file?: string; readonly line?: number }[],
): { readonly world: World; readonly removed: boolean } {
  const lines = linesOf(world);
  const wrong = new Set<Json>();
  for (const { file = '', line = 0 } of places) {
    const item = lines.get(file)?.[line - 1]?.item;
    if (item !== undefined) wrong.add(item);
  }
  const documents = world.documents.map((document) =>
    document.list === undefined
      ? document
      : {
          ...document,
          list: { ...document.list, items: document.list.items.filter((item) => !wrong.has(item)) },
        },
  );
  return { world: { ...world, documents }, removed: wrong.size > 0 };
}

interface Line {
  readonly text: string;
  /** The list entry that it holds. */
  readonly item?: Json;
}

function linesOf(world: World, keyOrder: KeyOrder = (keys) => keys): ReadonlyMap<string, readonly Line[]> {
  const files = new Map<string, Line[]>();
  for (const [index, document] of world.documents.entries()) {
    const file = Math.min(index, world.files - 1);
    const path = file % 3 === 2 ? `migrations/more/${file}.yaml` : `migrations/${'abcdefghij'[file]}.yaml`;
    const lines = files.get(path);
    if (lines === undefined) files.set(path, documentLines(document, keyOrder));
    else lines.push({ text: '---' }, ...documentLines(document, keyOrder));
  }
  return files;
}

function documentLines({ head, map, list }: Document, keyOrder: KeyOrder): Line[] {
  const flow = (value: Json) => JSON.stringify(reordered(value, keyOrder));
  const lines: Line[] = Object.entries(head).map(([key, value]) => ({ text: `${key}: ${flow(value)}` }));
  if (map !== undefined) {
    lines.push({ text: `${map.key}:` });
    for (const [key, value] of Object.entries(map.entries))
      lines.push({ text: `  ${JSON.stringify(key)}: ${flow(value)}` });
  }
  if (list !== undefined) {
    lines.push({ text: list.items.length === 0 ? `${list.key}: []` : `${list.key}:` });
    for (const item of list.items) lines.push({ text: `  - ${flow(item)}`, item });
  }
  return lines;
}

function reordered(value: Json, keyOrder: KeyOrder): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reordered(item, keyOrder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(
    keyOrder([...entries.keys()]).map((key) => [key, reordered(entries.get(key) ?? null, keyOrder)]),
  );
}
