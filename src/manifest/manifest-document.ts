import { isScalar, isSeq } from 'yaml';
import type { Cell, ManifestDocument } from '../types/declaration.ts';
import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { scalarSource } from './yaml-survey.ts';
import type { Path, YamlTree } from './yaml-tree.ts';

interface Described {
  readonly kind: string;
  readonly version: number | null;
  /** The manifest folder that the document belongs to, and the team that owns it. */
  readonly folder: string;
  readonly folderOwner: string | undefined;
  readonly data: JsonObject;
  /** True where something at or below this path was wrong and is left out. */
  readonly isPartial: (path: Path) => boolean;
}

/** A checked document that can tell the places of its values. */
export function manifestDocument(
  tree: YamlTree,
  { kind, version, folder, folderOwner, data, isPartial }: Described,
): ManifestDocument {
  const owner = typeof data['owner'] === 'string' ? data['owner'] : folderOwner;
  return {
    kind,
    file: tree.file,
    version,
    origins: [{ file: tree.file, folder, owner }],
    data,
    isPartial,
    place: (path) => tree.place(path),
    keyPlace: (path) => tree.keyPlace(path),
    cell: (path) => cellAt(tree, data, path),
    keys: (path) => {
      const value = valueAt(data, path);
      // The keys come from the tree, because a JavaScript object moves keys such as "7" to the front.
      return isJsonObject(value) ? tree.keysAt(path) : [];
    },
  };
}

function cellAt(tree: YamlTree, data: JsonObject, path: Path): Cell | undefined {
  const value = valueAt(data, path);
  const found = tree.find(path);
  if (value === undefined || found === undefined) return undefined;
  const node = found.node === null ? null : tree.follow(found.node);
  const text = isScalar(node) && typeof value !== 'string' && value !== null ? scalarSource(node) : undefined;
  return {
    value,
    place: tree.place(path),
    ...(text === undefined ? {} : { text }),
    ...(isSeq(node) ? { elements: tree.items(node).map((item) => tree.placeOf(item)) } : {}),
  };
}

function valueAt(data: JsonObject, path: Path): Json | undefined {
  let value: Json | undefined = data;
  for (const step of path) {
    if (Array.isArray(value)) value = value[Number(step)];
    else if (isJsonObject(value) && Object.hasOwn(value, String(step))) value = value[String(step)];
    else return undefined;
  }
  return value;
}
