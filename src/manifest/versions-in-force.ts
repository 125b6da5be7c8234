import { posix } from 'node:path';
import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';
import type { ManifestFile } from './discover.ts';

/**
 * The files that are in force: up to the versions that `--to` names. Each manifest folder has its own versions:
 *
 *     --to 0003                              one folder has numbered files
 *     --to crm:0003 --to migrations:0007     several have; one that is not named is in force as a whole
 *
 * Files without a number are always in force. Where a `--to` is unclear, that is reported, and all files are in force.
 */
export function filesInForce(
  files: readonly ManifestFile[],
  { to, folders }: { readonly to: readonly string[]; readonly folders: readonly string[] },
  report: Report,
): readonly ManifestFile[] {
  const findings: Diagnostic[] = [];
  const last = new Map<string, number>();
  const numbered = new Numbered(files, folders);
  for (const written of new Set(to)) {
    const named = numbered.find(written);
    if ('code' in named) findings.push(named);
    else if ((last.get(named.folder) ?? named.version) !== named.version)
      findings.push(namedTwice(named.folder));
    else last.set(named.folder, named.version);
  }
  for (const finding of findings) report(finding);
  if (findings.length > 0) return files;
  return files.filter(
    ({ folder, version }) => version === null || version <= (last.get(folder) ?? Number.POSITIVE_INFINITY),
  );
}

/** The highest version as written; with its folder where several are numbered: `crm:0003, migrations:0007`. */
export function versionShown(files: readonly ManifestFile[]): string | null {
  const highest = new Map<string, ManifestFile>();
  for (const file of files) {
    if (file.version !== null && file.version >= (highest.get(file.folder)?.version ?? 0))
      highest.set(file.folder, file);
  }
  if (highest.size === 0) return null;
  const shown = [...highest].map(([folder, { prefix }]) =>
    highest.size === 1 ? `${prefix}` : `${folder}:${prefix}`,
  );
  return shown.join(', ');
}

interface Named {
  readonly folder: string;
  readonly version: number;
}

/** The versions of each manifest folder. */
class Numbered {
  readonly #folders: readonly string[];
  /** Folder → prefixes as written; without folders that have no numbered files. */
  readonly #prefixes = new Map<string, Set<string>>();

  constructor(files: readonly ManifestFile[], folders: readonly string[]) {
    this.#folders = folders;
    for (const { folder, prefix } of files) {
      if (prefix === null) continue;
      this.#prefixes.set(folder, (this.#prefixes.get(folder) ?? new Set()).add(prefix));
    }
  }

  find(written: string): Named | Diagnostic {
    const colon = written.lastIndexOf(':');
    if (colon > 0 && !this.#isFolder(written)) {
      const folder = normalized(written.slice(0, colon));
      const version = written.slice(colon + 1);
      if (this.#isFolder(folder))
        return version === '' ? this.#noVersionOf(folder) : this.#version(folder, version);
      return this.#noFolder(folder);
    }
    if (this.#isFolder(written) && !/^\d+$/.test(written)) return this.#noVersionOf(normalized(written));
    if (this.#prefixes.size > 1) return this.#unclear(written);
    const [folder = ''] = this.#prefixes.keys();
    return this.#version(folder, written);
  }

  #isFolder(written: string): boolean {
    return this.#folders.includes(normalized(written));
  }

  /** Compared as numbers, so that leading zeros make no difference. */
  #version(folder: string, written: string): Named | Diagnostic {
    const prefixes = [...(this.#prefixes.get(folder) ?? [])];
    const version = /^\d+$/.test(written) ? Number(written) : undefined;
    if (version !== undefined && prefixes.some((prefix) => Number(prefix) === version))
      return { folder, version };
    const where = this.#folders.length > 1 && folder !== '' ? ` in ${folder}` : '';
    return {
      ...UNKNOWN,
      summary: `no manifest${where} has version ${written}`,
      help:
        prefixes.length === 0 ? 'no file name begins with a number' : `versions are ${prefixes.join(', ')}`,
    };
  }

  #noVersionOf(folder: string): Diagnostic {
    const [first = '0001', ...more] = this.#prefixes.get(folder) ?? [];
    return {
      ...UNKNOWN,
      summary: `--to ${folder} names a manifest folder and no version of it`,
      help: `write --to ${folder}:${more.at(-1) ?? first}`,
    };
  }

  #noFolder(folder: string): Diagnostic {
    const near = nearest(folder, this.#folders);
    return {
      ...UNKNOWN,
      summary: `there is no manifest folder ${folder}`,
      ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
      help: `manifest folders are ${this.#folders.join(', ')}`,
    };
  }

  #unclear(written: string): Diagnostic {
    const folders = [...this.#prefixes.keys()];
    const examples = [...this.#prefixes].map(
      ([folder, prefixes]) => `--to ${folder}:${[...prefixes].at(-1)}`,
    );
    return {
      code: 'unclear-version',
      severity: 'error',
      summary: `--to ${written} does not say of which manifest folder`,
      detail: `${folders.join(', ')} are numbered each for itself`,
      help: `write ${examples.join(', ')}, or several of these; a folder that you do not name counts whole`,
    };
  }
}

const UNKNOWN = { code: 'unknown-version', severity: 'error' } as const;

function namedTwice(folder: string): Diagnostic {
  return {
    code: 'unclear-version',
    severity: 'error',
    summary: `--to names two versions of ${folder}`,
    help: 'name one version for each manifest folder',
  };
}

/** Normalised like the folders of the project file: `./crm/` becomes `crm`. */
function normalized(folder: string): string {
  return posix.normalize(folder).replace(/(?<=.)\/$/, '');
}
