import type { CiSketch } from './sketch.ts';

/**
 * Commands of a POSIX shell that install interform into a new folder, apart from the checkout: nothing of that has a say in what is
 * installed. The lock says that the package brings the tree that it was released with, which npm then takes as it is, each package
 * checked by its hash.
 */
export function installLines(
  { version, integrity }: Pick<CiSketch, 'version' | 'integrity'>,
  folder: string,
): readonly string[] {
  const wanted = { dependencies: { interform: version } };
  const found = { version, ...(integrity === undefined ? {} : { integrity }), hasShrinkwrap: true };
  const lock = { lockfileVersion: 3, packages: { '': wanted, 'node_modules/interform': found } };
  return [
    `rm -rf ${folder} && mkdir ${folder}`,
    `echo '${JSON.stringify(wanted)}' > ${folder}/package.json`,
    `echo '${JSON.stringify(lock)}' > ${folder}/package-lock.json`,
    `npm ci --prefix ${folder} --ignore-scripts --no-audit --no-fund`,
    // What was lost on the way, or has another hash, npm leaves out of such a tree and says nothing.
    `node ${folder}/node_modules/interform/action/whole.js`,
  ];
}
