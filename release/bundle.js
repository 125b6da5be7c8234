// Joins the built command line into a few files: Node.js needs longer to find and open 300 of them than to run what they say. What the
// package needs from others stays outside. The library and the emulator are read as tsc wrote them.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
// One level below dist, as src/app/package.ts is: what it reads lies two levels up.
const folder = `${dist}/cli`;

rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: `${dist}/commands/main.js`, commands: `${dist}/commands/index.js` },
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[a-z]:/i.test(id),
  platform: 'node',
});
await bundle.write({ dir: folder, format: 'esm', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
