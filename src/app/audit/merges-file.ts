import { constants } from 'node:fs';
import { access, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, posix, relative, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isWithin } from '../../types/files.ts';
import type { Project } from '../../types/project.ts';
import { MERGES_HEADER } from './merges-manifest.ts';

const SCHEMA = 'node_modules/interform/schemas/manifest.schema.json';

/** Why this path cannot be written; undefined where it can. An existing file is only replaced if an audit wrote it. */
export async function mergesFileFinding(path: string, shown: string): Promise<Diagnostic | undefined> {
  if (!/\.ya?ml$/i.test(path)) {
    return {
      code: 'merges-file',
      severity: 'error',
      summary: `--merges ${shown} is not the name of a manifest`,
      help: 'manifests end in .yaml, for example --merges migrations/merges.yaml',
    };
  }
  const first = await firstLine(path);
  if (first === undefined || first === MERGES_HEADER) return undefined;
  return {
    code: 'merges-file',
    severity: 'error',
    summary: `${shown} exists and was not written by an audit`,
    detail: 'its first line is not the one that an audit writes',
    help: 'name another file, or remove this one',
  };
}

/** Writes to a temporary file first, so that the target is written as a whole or not at all. */
export async function saveMerges(path: string, text: string): Promise<void> {
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
export function outsideFinding(path: string, shown: string, project: Project): Diagnostic | undefined {
  const file = portable(resolve(path));
  const seen = project.manifests.some((folder) => isWithin(posix.join(project.folder, folder), file));
  if (seen) return undefined;
  return {
    code: 'merges-outside-manifests',
    severity: 'warning',
    summary: `${shown} is outside the manifest folders, so plan does not see it`,
    help: `move it to ${project.manifests.join(' or ')} when you want its merges`,
  };
}

function portable(path: string): string {
  return path.split(sep).join('/');
}

async function firstLine(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.F_OK);
  } catch {
    return undefined;
  }
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MERGES_HEADER.length + 2), 0, undefined, 0);
    return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/)[0] ?? '';
  } finally {
    await file.close();
  }
}
