import fc from 'fast-check';
import type { Emulator, EmulatorSeed } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Document } from './manifests.ts';
import type { World } from './world.ts';

/** What the laws need to know of a kind of configuration: items that are no contacts, in a list that Intercom gives whole. */
export interface ConfiguredKind {
  readonly name: string;
  /** A live workspace with manifests over it, in which most declared items are live and differ. */
  readonly sketches: fc.Arbitrary<Sketch>;
  /** Paths of its lists, whose rows may come in any order → the key of the rows. */
  readonly lists: Readonly<Record<string, string>>;
  /** Live items by name, comparable between two workspaces: without ids and times, and with names instead of ids. */
  readonly live: (emulator: Emulator) => ReadonlyMap<string, readonly JsonObject[]>;
  /** The names that manifests declare. */
  readonly declared: (documents: readonly Document[]) => ReadonlySet<string>;
  /** Edits a declared scalar of an item behind interform's back, if it is live. */
  readonly edit: (emulator: Emulator, name: string) => boolean;
}

export interface Sketch {
  readonly seed: EmulatorSeed;
  readonly documents: readonly Document[];
}

export function configuredWorlds({ sketches }: ConfiguredKind): fc.Arbitrary<World> {
  return fc
    .record({ sketch: sketches, files: fc.constantFrom(1, 2, 5) })
    .map(({ sketch, files }) => ({ ...sketch, files, indexLagMs: 0 }));
}

/** Calls the emulator directly, bypassing anything between it and interform. */
export function ask(emulator: Emulator, method: string, url: string, body?: JsonObject): JsonObject {
  const headers = { authorization: 'Bearer of-ada', 'intercom-version': '2.16' };
  const sent = body === undefined ? '' : JSON.stringify(body);
  const { status, body: text } = emulator.handle({ method, url, headers, body: sent });
  if (status >= 300) throw new Error(`${method} ${url}: ${status} ${text}`);
  return JSON.parse(text === '' ? '{}' : text) as JsonObject;
}

/** Groups rows by their names, and sorts each group. */
export function byName(rows: readonly (JsonObject & { readonly name: Json })[]): Map<string, JsonObject[]> {
  const groups = new Map<string, JsonObject[]>();
  for (const row of rows) groups.set(String(row.name), [...(groups.get(String(row.name)) ?? []), row]);
  const key = (row: JsonObject) => JSON.stringify(row);
  for (const group of groups.values()) group.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return groups;
}
