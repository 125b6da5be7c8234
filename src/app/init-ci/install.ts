import type { CiSketch } from './sketch.ts';

interface InstallPlace {
  /** A path in the folder that it is installed into, as a word of the shell. */
  readonly at: (path: string) => string;
  /** What installs there what the lock says. */
  readonly npm: string;
}

/**
 * Commands of a POSIX shell that install interform into a folder that is there, apart from the checkout: nothing of that has a say in
 * what is installed. The lock says that the package brings the tree that it was released with, which npm then takes as it is, each
 * package checked by its hash.
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
    // What was lost on the way, or has another hash, npm leaves out of such a tree and says nothing.
    `node ${at('node_modules/interform/action/whole.js')}`,
  ];
}
