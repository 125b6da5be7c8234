/**
 * What package-lock.json must be, so that `npm ci` installs what was reviewed on every machine, and runs none of it:
 *
 *     lockfileVersion 3, the root as package.json says it
 *     each package   a version, the sha512 of its archive, no download address, nothing bundled, no link
 *     scripts        none at installation, except ALLOWED_SCRIPTS
 *     references     whatever a package needs is in the lock
 */

export type Fields = Readonly<Record<string, unknown>>;

/** Packages that may run something when they are installed, and why. All other scripts are refused. */
export const ALLOWED_SCRIPTS: Readonly<Record<string, string>> = {
  lmdb: 'the store on disk; its script only looks for the prebuilt binary, which is a package of its own in the lock',
  'msgpackr-extract': 'the same, for what lmdb packs its values with',
  fsevents: 'macOS only, optional, of vitest; built from source where no prebuilt binary fits',
};

const SCRIPTS = ['preinstall', 'install', 'postinstall'] as const;
/** The fields of the project itself that both files hold; `npm ci` refuses a lock whose ranges differ. */
const ROOT_FIELDS = [
  ...['name', 'version', 'license', 'bin', 'engines'],
  ...['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies', 'peerDependenciesMeta'],
] as const;
/** 64 bytes in base64, and no second hash that could be weaker. */
const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;
/** An exact version: no range, no address of an archive or a repository. */
const VERSION = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

/** Everything that is wrong with a lock file, one line each. */
export function lockFindings(lock: Fields, manifest: Fields): readonly string[] {
  const packages = fieldsOf(lock['packages']);
  const findings: string[] = [];
  if (lock['lockfileVersion'] !== 3)
    findings.push(`lockfileVersion is ${String(lock['lockfileVersion'])}, not 3`);
  // Old npm versions read this second list, which nobody reviews.
  if ('dependencies' in lock) findings.push('there is a list of dependencies beside packages');
  for (const name of ['name', 'version'] as const)
    if (lock[name] !== manifest[name]) findings.push(`${name} is not that of package.json`);
  const root = fieldsOf(packages['']);
  for (const name of ROOT_FIELDS)
    if (sorted(root[name]) !== sorted(manifest[name]))
      findings.push(`root: ${name} is not that of package.json`);
  for (const [path, value] of Object.entries(packages)) {
    const entry = fieldsOf(value);
    if (path !== '') findings.push(...entryFindings(path, entry));
    findings.push(...missingFrom(path, entry, packages));
  }
  return findings;
}

/** What an installed package would run, by npm's rules: its scripts, and a binding.gyp, which npm builds. */
export function scriptFindings(
  path: string,
  { manifest, hasGyp }: { readonly manifest: Fields; readonly hasGyp: boolean },
): readonly string[] {
  const scripts = fieldsOf(manifest['scripts']);
  const found = [...SCRIPTS.filter((name) => name in scripts), ...(hasGyp ? ['binding.gyp'] : [])];
  return found.length === 0 || isAllowed(path)
    ? []
    : [`${path}: runs ${found.join(', ')} when it is installed`];
}

/** Installed packages that differ from the lock. npm records what it installed in a lock of its own. */
export function installedFindings(lock: Fields, installed: Fields): readonly string[] {
  const found = fieldsOf(installed['packages']);
  return Object.entries(fieldsOf(lock['packages'])).flatMap(([path, value]) => {
    const [entry, there] = [fieldsOf(value), fieldsOf(found[path])];
    return path in found && (['version', 'integrity'] as const).some((name) => entry[name] !== there[name])
      ? [`${path}: another archive is installed than the lock names: run npm ci`]
      : [];
  });
}

function entryFindings(path: string, entry: Fields): string[] {
  const findings: string[] = [];
  const report = (what: string) => findings.push(`${path}: ${what}`);
  const { version, integrity } = entry;
  if (!/^(?:node_modules\/(?:@[^/]+\/)?[^/@]+(?:\/|$))+$/.test(path)) report('is no path of a package');
  if (typeof version !== 'string' || !VERSION.test(version)) report('has no exact version');
  if (typeof integrity !== 'string' || !SHA512.test(integrity)) report('has no sha512 of its archive');
  for (const name of ['resolved', 'link', 'inBundle', 'bundleDependencies', 'from'])
    if (name in entry) report(`has ${name}`);
  if ('name' in entry) report('is another package than its path says');
  if (entry['hasInstallScript'] === true && !isAllowed(path)) report('runs a script when it is installed');
  return findings;
}

/** The needed packages that are not found where Node.js looks: in the package's own node_modules, then in those above it. */
function missingFrom(path: string, entry: Fields, packages: Fields): string[] {
  const optional = fieldsOf(entry['peerDependenciesMeta']);
  const needed = [
    ...(path === ''
      ? ['dependencies', 'devDependencies', 'optionalDependencies']
      : ['dependencies', 'optionalDependencies']),
    'peerDependencies',
  ].flatMap((list) => Object.keys(fieldsOf(entry[list])));
  return needed
    .filter((name) => fieldsOf(optional[name])['optional'] !== true)
    .filter((name) => !above(path).some((folder) => `${folder}node_modules/${name}` in packages))
    .map((name) => `${path || 'root'}: ${name} is not in the lock`);
}

/** `node_modules/a/node_modules/b` → itself, `node_modules/a`, the root; each as the beginning of a path. */
function above(path: string): string[] {
  const parts = path === '' ? [] : path.split(/\/?node_modules\//).slice(1);
  return [...parts.keys(), parts.length]
    .map((count) =>
      parts
        .slice(0, count)
        .map((part) => `node_modules/${part}/`)
        .join(''),
    )
    .reverse();
}

function isAllowed(path: string): boolean {
  return Object.hasOwn(ALLOWED_SCRIPTS, path.split('node_modules/').at(-1) ?? '');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A text that is the same for the same fields in any order, and for no fields as for none. */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? {});
  return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));
}
