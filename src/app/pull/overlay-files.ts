import { posix } from 'node:path';
import type { FileEntry, Files } from '../../types/files.ts';
import type { FileText } from './data-text.ts';

/** The files of `below` as they would be if these texts were written. Keys are absolute paths. */
export function overlayFiles(below: Files, texts: ReadonlyMap<string, FileText>): Files {
  const bytesOf = (path: string) => {
    const text = texts.get(path);
    return text === undefined ? undefined : Buffer.concat([...piecesOf(text)]);
  };
  const isAbove = (path: string) => [...texts.keys()].some((file) => file.startsWith(`${path}/`));
  const { stream, modified, size } = below;
  return {
    read: async (path) => bytesOf(path) ?? below.read(path),
    async list(path) {
      const entries = await below.list(path);
      const added = new Map<string, FileEntry>();
      for (const file of texts.keys()) {
        if (!file.startsWith(`${path}/`)) continue;
        const [name = '', ...rest] = file.slice(path.length + 1).split('/');
        added.set(name, { name, kind: rest.length === 0 ? 'file' : 'folder', link: false });
      }
      if (entries === undefined && added.size === 0) return undefined;
      for (const entry of entries ?? []) added.delete(entry.name);
      return [...(entries ?? []), ...added.values()];
    },
    async resolve(path) {
      const real = await below.resolve(path);
      if (real !== undefined || (!texts.has(path) && !isAbove(path))) return real;
      const parent = posix.dirname(path);
      const above =
        parent === path ? undefined : ((await below.resolve(parent)) ?? (await this.resolve(parent)));
      return above === undefined ? path : posix.join(above, posix.basename(path));
    },
    async *stream(path) {
      const text = texts.get(path);
      if (text !== undefined) yield* piecesOf(text);
      else if (stream !== undefined) yield* stream(path);
      else yield (await below.read(path)) ?? new Uint8Array();
    },
    modified: async (path) => (texts.has(path) ? undefined : modified?.(path)),
    async size(path) {
      const text = texts.get(path);
      if (text === undefined) return size?.(path);
      return typeof text === 'string' ? Buffer.byteLength(text) : text.bytes;
    },
  };
}

function* piecesOf(text: FileText): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const piece of typeof text === 'string' ? [text] : text) yield encoder.encode(piece);
}
