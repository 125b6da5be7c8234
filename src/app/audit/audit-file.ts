import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isWithin } from '../../types/files.ts';
import type { Project } from '../../types/project.ts';

const SCHEMA = 'node_modules/interform/schemas/manifest.schema.json';

/** A manifest that a flag of audit has written. */
export interface AuditFile {
  /** `--merges` */
  readonly flag: string;
  /** Its first line. The next audit replaces only files with this line. */
  readonly header: string;
  /** Diagnostic codes: the file cannot be written, and it is outside the manifest folders. */
  readonly codes: { readonly refused: string; readonly outside: string };
  /** What it holds: `merges`. */
  readonly holds: string;
}

/** A path, and the path as it was typed. */
export interface GivenPath {
  readonly path: string;
  readonly shown: string;
}

/** Why this path cannot be written; undefined where it can. An existing file is only replaced if an audit wrote it. */
export async function auditFileFinding(
  { flag, header, codes, holds }: AuditFile,
  { path, shown }: GivenPath,
): Promise<Diagnostic | undefined> {
  if (!/\.ya?ml$/i.test(path)) {
    return {
      code: codes.refused,
      severity: 'error',
      summary: `${flag} ${shown} is not the name of a manifest`,
      help: `manifests end in .yaml, for example ${flag} migrations/${holds}.yaml`,
    };
  }
  const first = await firstLine(path, header.length);
  if (first === undefined || first === header) return undefined;
  return {
    code: codes.refused,
    severity: 'error',
    summary: `${shown} exists and was not written by an audit`,
    detail: 'its first line is not the one that an audit writes',
    help: 'name another file, or remove this one',
  };
}

/** Writes to a temporary file first, so that the target is written as a whole or not at all. */
export async function saveAuditFile(path: string, text: string): Promise<void> {
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(partial, text, { mode: 0o644 });
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** The path of the schema in the installed package, relative to the manifest. */
export function schemaFrom(path: string, project: Project): string {
  return portable(relative(dirname(path), resolve(project.folder, SCHEMA)));
}

/** A warning where the file is outside the manifest folders, so that plan does not read it. */
export function outsideFinding(
  { codes, holds }: AuditFile,
  { path, shown }: GivenPath,
  project: Project,
): Diagnostic | undefined {
  if (manifestFolder(path, project) !== undefined) return undefined;
  return {
    code: codes.outside,
    severity: 'warning',
    summary: `${shown} is outside the manifest folders, so plan does not see it`,
    help: `move it to ${project.manifests.join(' or ')} when you want its ${holds}`,
  };
}

/** The manifest folder that a path is in, as the project lists it. */
export function manifestFolder(path: string, project: Project): string | undefined {
  const file = portable(resolve(path));
  return project.manifests.find((folder) => isWithin(posix.join(project.folder, folder), file));
}

/** The path from the project folder, as places name it. */
export function fromProject(path: string, project: Project): string {
  return portable(relative(project.folder, path));
}

function portable(path: string): string {
  return path.split(sep).join('/');
}

async function firstLine(path: string, length: number): Promise<string | undefined> {
  try {
    await access(path, constants.F_OK);
  } catch {
    return undefined;
  }
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length + 2), 0, undefined, 0);
    return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/)[0] ?? '';
  } finally {
    await file.close();
  }
}
