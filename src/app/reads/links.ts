import { existsSync } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { posix, sep } from 'node:path';
import { isWithin } from '../../types/files.ts';

/** A path with more links than these is circular; the limit of Linux. */
const MOST_LINKS = 40;

/** Determines how git writes files beside and below it: line ends, encodings, filters. */
const ATTRIBUTES = '.gitattributes';

/** Where a path leads. `turns`: paths on the way whose change in a commit makes it lead elsewhere, which are links and submodules. */
interface Way {
  readonly turns: readonly string[];
  /** The path with all links resolved, even if it does not exist. */
  readonly real: string;
}

/**
 * Collects paths in a checkout with everything that reading them depends on. Paths are absolute, with `/`. A path that ends in
 * `/` is a folder and stands for everything below.
 */
export class ReadPaths {
  readonly #top: string;
  readonly #found = new Set<string>();
  readonly #walked = new Set<string>();

  /** `top`: the real path of the checkout. A commit cannot change anything outside. */
  constructor(top: string) {
    this.#top = top;
  }

  /** All paths within the checkout, without those below a folder that is itself among them. */
  all(): readonly string[] {
    const found = [...this.#found].filter((path) => isWithin(this.#top, path));
    const within = [...new Set([...found, ...found.flatMap((path) => this.#attributesOver(path))])];
    const folders = within.filter((path) => path.endsWith('/'));
    return within.filter((path) => !folders.some((folder) => folder !== path && path.startsWith(folder)));
  }

  #attributesOver(path: string): readonly string[] {
    const files: string[] = [];
    for (let folder = posix.dirname(path); isWithin(this.#top, folder); folder = posix.dirname(folder)) {
      files.push(posix.join(folder, ATTRIBUTES));
      if (folder === '/') break;
    }
    return files;
  }

  /** Adds a file, even one that does not exist, since a commit may add it. */
  async file(path: string): Promise<void> {
    this.#found.add(path);
    const { turns, real } = await follow(path, this.#top);
    for (const turn of turns) this.#found.add(turn);
    this.#found.add(real);
  }

  /** Adds a folder with everything below it, following links. `enters`: which folders in it are searched for links. */
  async folder(path: string, enters: (name: string) => boolean): Promise<void> {
    this.#found.add(asFolder(path));
    const { turns, real } = await follow(path, this.#top);
    for (const turn of turns) this.#found.add(turn);
    this.#found.add(asFolder(real));
    if (this.#walked.has(real) || !isWithin(this.#top, real)) return;
    this.#walked.add(real);
    for (const entry of await entriesOf(real)) {
      const below = posix.join(real, entry.name);
      if (entry.isSymbolicLink()) {
        await ((await isFolder(below)) ? this.folder(below, enters) : this.file(below));
      } else if (entry.isDirectory() && enters(entry.name)) await this.folder(below, enters);
    }
  }
}

function asFolder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** Follows a path step by step. `realpath` tells only the end, but a link in between may change as well. */
async function follow(path: string, top: string): Promise<Way> {
  const turns: string[] = [];
  let links = 0;
  let at = isWithin(top, path) ? top : '/';
  let pending = posix.relative(at, path).split('/');
  while (pending.length > 0) {
    const [name = '', ...rest] = pending;
    at = posix.join(at, name);
    pending = rest;
    const target = await linkTarget(at);
    if (target === undefined) {
      if (at !== top && existsSync(posix.join(at, '.git'))) turns.push(at);
      continue;
    }
    turns.push(at);
    links += 1;
    if (links > MOST_LINKS) break;
    pending = [...target.split('/'), ...rest];
    at = posix.isAbsolute(target) ? '/' : posix.dirname(at);
  }
  return { turns, real: at === '/' ? at : at.replace(/\/$/, '') };
}

/** Undefined where the path is no link. */
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return withSlashes(await readlink(path));
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** The real path, with `/`; the path itself where it does not exist. */
export async function realPath(path: string): Promise<string> {
  try {
    return withSlashes(await realpath(path));
  } catch {
    return withSlashes(path);
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
