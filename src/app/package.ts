import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

/** The version of this package. */
export async function toolVersion(): Promise<string> {
  const { version } = JSON.parse(await readPackageFile('package.json')) as { version: string };
  return version;
}

/** The text of a file that ships with the package, such as `schemas/tags.schema.json`. */
export function readPackageFile(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8');
}

/** The path of a file that ships with the package. */
export function packageUrl(path: string): URL {
  return new URL(path, root);
}
