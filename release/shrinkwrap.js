// node release/shrinkwrap.js write: makes npm-shrinkwrap.json from package-lock.json, so that a release is installed with
// exactly the tree that was tested, integrities included. node release/shrinkwrap.js remove: deletes it again, because npm
// prefers it to the lock. npm pack and npm publish run both.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

const at = (name) => new URL(`../${name}`, import.meta.url);
const read = (name) => JSON.parse(readFileSync(at(name), 'utf8'));
const file = at('npm-shrinkwrap.json');

/**
 * The part of the lock that a release needs: no development packages, and no addresses, so that other registries can serve
 * it too.
 */
function released({ packages, ...lock }, { devDependencies: _, ...manifest }) {
  const kept = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { resolved: _address, ...entry }]) => [path, entry]);
  for (const [path, { integrity }] of kept)
    if (!/^sha512-/.test(integrity ?? ''))
      throw new Error(`${path} of package-lock.json has no sha512 integrity`);
  const { name, version, license, bin, dependencies, peerDependencies, peerDependenciesMeta, engines } =
    manifest;
  const root = { name, version, license, dependencies, bin, engines, peerDependencies, peerDependenciesMeta };
  return { ...lock, version, packages: { '': root, ...Object.fromEntries(kept) } };
}

if (process.argv[2] === 'write')
  writeFileSync(
    file,
    `${JSON.stringify(released(read('package-lock.json'), read('package.json')), null, 2)}\n`,
  );
else if (process.argv[2] === 'remove') rmSync(file, { force: true });
else throw new Error('node release/shrinkwrap.js write|remove');
