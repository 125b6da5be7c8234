// Joins the built command line into a few files, because Node.js takes longer to find and open 300 files than to run them.
// Dependencies stay outside. The library and the emulator are used as tsc wrote them.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
// One level below dist, like src/app/package.ts: the file that it reads is two levels up.
const folder = `${dist}/cli`;

rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: `${dist}/commands/main.js`, commands: `${dist}/commands/index.js` },
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[a-z]:/i.test(id),
  platform: 'node',
});
await bundle.write({ dir: folder, format: 'esm', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
