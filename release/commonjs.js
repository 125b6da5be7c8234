// Writes the library and the emulator a second time as CommonJS, for Jest, which cannot require a module, and for programs on
// require: a few files of code, and the types that tsc wrote, which mean the same there.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const folder = join(dist, 'cjs');

/** Joins a module of dist and all that it imports of interform; the code of other packages stays theirs. */
async function bundle(name) {
  const input = { [name]: join(dist, `${name}.js`) };
  const isOutside = (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[a-z]:/i.test(id);
  const made = await rolldown({ input, external: isOutside, platform: 'node' });
  await made.write({
    dir: folder,
    format: 'cjs',
    // In Jest, import() is refused as well.
    dynamicImportInCjs: false,
    // One level below dist, like src/app/package.ts: the files that it reads are two levels up.
    chunkFileNames: '[name]-[hash].js',
  });
  await made.close();
  for (const file of declarations(join(dist, `${name}.d.ts`))) {
    const copy = join(folder, relative(dist, file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
  }
}

/** A relative reference in a declaration, which tsc leaves with the ending of the source. */
const REFERENCE = /['"](\.\.?\/[^'"]+)\.ts['"]/g;

/** The declarations that this one refers to, itself among them. */
function declarations(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of readFileSync(file, 'utf8').matchAll(REFERENCE))
    declarations(join(dirname(file), `${name}.d.ts`), found);
  return found;
}

rmSync(folder, { recursive: true, force: true });
await bundle('index');
await bundle('emulator/index');
// The nearest package file decides what a .js and a .d.ts is.
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
