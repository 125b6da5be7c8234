/** One entry of a folder. `kind` is that of the link's target where `link` is true. */
export interface FileEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** True for a symbolic link. */
  readonly link: boolean;
}

/** What distinguishes two states of a file. A device may give the inode of a removed file to the next one that is made. */
export interface FileState {
  readonly size: bigint;
  /** When it was last written, in nanoseconds since 1970; any program can set it. */
  readonly writtenNs: bigint;
  /** When anything about the file changed last, including the time above. */
  readonly changedNs: bigint;
  readonly device: bigint;
  readonly inode: bigint;
}

/** What loading needs of a file system. Paths are absolute, with `/`. Failures other than absence reject. */
export interface Files {
  /** The bytes of a file; undefined where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** What a folder holds, in any order; undefined where there is no folder. A dangling link counts as a file, which reading finds gone. */
  list(path: string): Promise<readonly FileEntry[] | undefined>;
  /** The path with every symbolic link resolved; undefined where nothing is. */
  resolve(path: string): Promise<string | undefined>;
  /**
   * The bytes of a file piece by piece; where this method is missing, `read` is used. Rejects where the file is gone.
   * `opened` is called with the state of the very file whose bytes follow.
   */
  stream?(path: string, opened?: (state: FileState) => void): AsyncIterable<Uint8Array>;
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
