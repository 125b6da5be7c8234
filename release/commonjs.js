// Writes the emulator a second time as CommonJS, for Jest, which cannot require a module, and for programs on require: one file
// of code, and the types that tsc wrote, which mean the same there.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const folder = join(dist, 'cjs');

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
const bundle = await rolldown({
  input: { index: join(dist, 'emulator/index.js') },
  external: (id) => id.startsWith('node:'),
  platform: 'node',
});
const { output } = await bundle.write({ dir: join(folder, 'emulator'), format: 'cjs' });
await bundle.close();
if (output.length !== 1)
  throw new Error(`the emulator is not one file: ${output.map((one) => one.fileName)}`);
for (const file of declarations(join(dist, 'emulator/index.d.ts'))) {
  const copy = join(folder, relative(dist, file));
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(file, copy);
}
// The nearest package file decides what a .js and a .d.ts is.
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
