import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { createSchemas } from '../../src/manifest/index.ts';
import type { Schemas } from '../../src/manifest/schemas.ts';
import type { FileEntry, Files } from '../../src/types/files.ts';

/** A file: its text or bytes, or the target of a symbolic link. */
export type MemoryFile = string | Uint8Array | { readonly link: string };

/** A file system in memory; its folders are those of the files. */
export function memoryFiles(contents: Readonly<Record<string, MemoryFile>>): Files {
  const files = new Map(Object.entries(contents));
  const follow = (path: string, left = 20): string => {
    if (left === 0) return path;
    for (const [from, target] of files) {
      if (typeof target === 'string' || target instanceof Uint8Array) continue;
      if (path === from || path.startsWith(`${from}/`)) {
        const to = posix.resolve(posix.dirname(from), target.link);
        return follow(to + path.slice(from.length), left - 1);
      }
    }
    return path;
  };
  const isFolder = (path: string) => [...files.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    read: async (path) => {
      const file = files.get(follow(path));
      if (file === undefined) return undefined;
      return typeof file === 'string'
        ? new TextEncoder().encode(file)
        : file instanceof Uint8Array
          ? file
          : undefined;
    },
    resolve: async (path) => {
      const real = follow(path);
      return files.has(real) || isFolder(real) ? real : undefined;
    },
    list: async (path) => {
      const real = follow(path);
      if (!isFolder(real)) return undefined;
      const entries = new Map<string, FileEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(`${real}/`)) continue;
        const name = file.slice(real.length + 1).split('/')[0] ?? '';
        const target = follow(`${real}/${name}`);
        const link = target !== `${real}/${name}`;
        entries.set(name, { name, kind: files.has(target) ? 'file' : 'folder', link });
      }
      return [...entries.values()];
    },
  };
}

const KINDS = {
  DataAttributes: 'data-attributes',
  Tags: 'tags',
  Companies: 'companies',
  ContactSet: 'contact-set',
  Merges: 'merges',
  ConversationAttributes: 'conversation-attributes',
  TicketTypes: 'ticket-types',
};

/** The shipped schemas. */
export function shippedSchemas(): Schemas {
  return createSchemas(
    (file) => readFile(new URL(`../../schemas/${file}`, import.meta.url), 'utf8'),
    Object.entries(KINDS).map(([manifest, name]) => ({ manifest, schema: `${name}.schema.json` })),
  );
}
