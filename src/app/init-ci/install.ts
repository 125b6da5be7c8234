import type { CiSketch } from './sketch.ts';

interface InstallPlace {
  /** A path in the folder of the installation, as a shell word. */
  readonly at: (path: string) => string;
  /** The command that installs what the lock file says. */
  readonly npm: string;
}

/**
 * Shell commands (POSIX) that install interform into an existing folder outside the checkout, so that nothing in the checkout
 * can influence what is installed. The lock file declares that the package has a shrinkwrap, so npm installs the very tree that
 * was released, and checks the hash of each package.
 */
export function installLines(
  { version, integrity }: Pick<CiSketch, 'version' | 'integrity'>,
  { at, npm }: InstallPlace,
): readonly string[] {
  const wanted = { dependencies: { interform: version } };
  const found = { version, ...(integrity === undefined ? {} : { integrity }), hasShrinkwrap: true };
  const lock = { lockfileVersion: 3, packages: { '': wanted, 'node_modules/interform': found } };
  return [
    `echo '${JSON.stringify(wanted)}' > ${at('package.json')}`,
    `echo '${JSON.stringify(lock)}' > ${at('package-lock.json')}`,
    npm,
    // npm silently leaves out packages of such a tree that could not be loaded or have another hash, so check that it is
    // complete.
    `node ${at('node_modules/interform/action/whole.js')}`,
  ];
}
