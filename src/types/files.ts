/** One entry of a folder. `kind` is that of the link's target where `link` is true. */
export interface FileEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** True for a symbolic link. */
  readonly link: boolean;
}

/** What tells one state of a file from another. */
export interface FileState {
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly inode: number;
}

/** What loading needs of a file system. Paths are absolute, with `/`. Failures other than absence reject. */
export interface Files {
  /** The bytes of a file; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** What a folder holds, in any order; undefined where there is no folder. A dangling link counts as a file, which reading finds gone. */
  list(path: string): Promise<readonly FileEntry[] | undefined>;
  /** The path with every symbolic link resolved; undefined where nothing is. */
  resolve(path: string): Promise<string | undefined>;
  /** The bytes of a file piece by piece; where it is missing, `read` is used. A file that is gone by then rejects. */
  stream?(path: string): AsyncIterable<Uint8Array>;
  /** When the file was last written, in milliseconds since 1970; undefined where there is none. */
  modified?(path: string): Promise<number | undefined>;
  /** How many bytes a file holds; undefined where there is none. */
  size?(path: string): Promise<number | undefined>;
  /** The state of a file; undefined where there is none. */
  state?(path: string): Promise<FileState | undefined>;
}

/** True where an absolute path is the folder or stands below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
