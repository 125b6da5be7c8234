import { readFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);

export async function toolVersion(): Promise<string> {
  const { version } = JSON.parse(await readPackageFile('package.json')) as { version: string };
  return version;
}

/** The text of a file in the package, such as `schemas/tags.schema.json`. */
export function readPackageFile(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8');
}

/** The URL of a file in the package. */
export function packageUrl(path: string): URL {
  return new URL(path, root);
}

interface InstalledEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
}

/**
 * The integrity hash of this package, as npm checked it when it installed the package from a registry; undefined where npm did
 * not.
 */
export async function ownIntegrity(installed: URL = root): Promise<string | undefined> {
  const text = await readFile(new URL('../.package-lock.json', installed), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { packages } = JSON.parse(text) as { packages?: Readonly<Record<string, InstalledEntry>> };
  const { version, resolved = '', integrity = '' } = packages?.['node_modules/interform'] ?? {};
  const isReleased =
    version === (await toolVersion()) && resolved.endsWith(`/interform/-/interform-${version}.tgz`);
  return isReleased && /^sha512-[A-Za-z0-9+/=]+$/.test(integrity) ? integrity : undefined;
}
