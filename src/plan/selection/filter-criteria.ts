import type { Diagnostic } from '../../types/diagnostic.ts';
import { nearest } from '../../types/nearest.ts';
import { addressGlob } from './address-glob.ts';
import { fileGlob } from './file-glob.ts';

/** The flags that select changes (design 8), and the excludes of the project file. */
export interface Filters {
  /** `--target` globs; empty: everything. */
  readonly target: readonly string[];
  /** `--exclude` globs. */
  readonly exclude: readonly string[];
  /** `--file` globs; empty: every file. */
  readonly files?: readonly string[];
  /** `--owner` teams; empty: all teams. */
  readonly owners?: readonly string[];
  /** `exclude:` of the project file. Unlike a flag, it may match nothing. */
  readonly always?: readonly string[];
}

/** A document that declares an item. `files`: its manifest and, for a row, the data file. */
export interface Behind {
  readonly files: readonly string[];
  readonly owner: string | undefined;
}

/** Whether a declaration is selected. `behind`: the documents that declare it. */
export type DeclarationFilter = (address: string, behind: readonly Behind[]) => boolean;

/**
 * Combines `--target`, `--file` and `--owner`: an item has to match each flag that is given. Of several values of one flag, one
 * is enough. One and the same document has to match file and owner.
 */
export function wantedBy({ target, files = [], owners = [] }: Filters): DeclarationFilter {
  const targets = target.map(addressGlob);
  const paths = files.map(fileGlob);
  const teams = new Set(owners);
  const fits = (one: Behind) =>
    (teams.size === 0 || (one.owner !== undefined && teams.has(one.owner))) &&
    (paths.length === 0 || one.files.some((path) => paths.some((matches) => matches(path))));
  return (address, behind) =>
    (targets.length === 0 || targets.some((matches) => matches(address))) &&
    ((paths.length === 0 && teams.size === 0) || behind.some(fits));
}

/** Whether `--target`, `--file` or `--owner` is given. */
export function narrows({ target, files = [], owners = [] }: Filters): boolean {
  return target.length + files.length + owners.length > 0;
}

/** The names that `--file` and `--owner` accept. */
export interface Offered {
  /** Manifest and data files, relative to the project folder. */
  readonly files: readonly string[];
  readonly teams: readonly string[];
}

/** An error for every `--file` and `--owner` that names nothing in the project. */
export function unmatchedOrigins(
  { files = [], owners = [] }: Filters,
  offered: Offered,
): readonly Diagnostic[] {
  const globs = files.filter((glob) => !offered.files.some(fileGlob(glob)));
  const teams = owners.filter((team) => !offered.teams.includes(team));
  return [
    ...globs.map((glob) => noSuchFile(glob, offered.files)),
    ...teams.map((team) => noSuchOwner(team, offered.teams)),
  ];
}

function noSuchFile(glob: string, files: readonly string[]): Diagnostic {
  const folder = `${glob.replace(/(?<!\/)\/+$/, '')}/`;
  const meant = files.some((path) => path.startsWith(folder)) ? `${folder}**` : nearest(glob, files);
  return {
    code: 'no-such-file',
    severity: 'error',
    summary: `--file ${glob} matches no manifest and no data file`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: 'name files from the project folder, such as migrations/0003-plan.yaml or "crm/**"; * matches within a name, ** across folders',
  };
}

function noSuchOwner(team: string, teams: readonly string[]): Diagnostic {
  const meant = nearest(team, teams);
  return {
    code: 'no-such-owner',
    severity: 'error',
    summary: `--owner ${team} owns nothing`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help:
      teams.length === 0
        ? 'write owner: into manifests, or manifests: [{ folder: crm, owner: revops }] into interform.yaml'
        : `owners are ${teams.join(', ')}`,
  };
}
