import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViteServer } from 'vitest/node';
import type { Breakage } from './breakages/breakage.ts';
import { JOURNAL } from './breakages/journal.ts';
import { LOCK } from './breakages/lock.ts';
import { LOOKUP } from './breakages/lookup.ts';
import { RECENT_WRITES } from './breakages/recent-writes.ts';

/** Seeds that are tried where the one that is known to catch a breakage no longer does; all of them are in the seeded suite. */
const MOST_SEEDS = 1_000;
const TIMEOUT = { timeout: 600_000 };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The module that runs scenarios, loaded with a breakage in one of the files that it needs. */
interface Suite {
  readonly catches: (seed: number) => Promise<boolean>;
}

let server: Awaited<ReturnType<typeof createViteServer>>;
let broken: Breakage | undefined;

beforeAll(async () => {
  server = await createViteServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [
      {
        name: 'breakage',
        enforce: 'pre',
        transform(code, id) {
          if (broken === undefined || id !== `${root}${broken.file}`) return undefined;
          return code.replace(broken.find, () => broken?.replace ?? '');
        },
      },
    ],
  });
});
afterAll(() => server.close());

describe.each(
  Object.entries({ journal: JOURNAL, 'recent writes': RECENT_WRITES, lookup: LOOKUP, lock: LOCK }),
)('breakages of the %s', (_part, breakages) => {
  it('are ten or more, and each is a change of one place', () => {
    expect(breakages.length).toBeGreaterThanOrEqual(10);
    for (const { file, find, replace, name } of breakages) {
      const parts = readFileSync(`${root}${file}`, 'utf8').split(find);
      expect(parts.length, `${name}: ${file} holds its text once`).toBe(2);
      expect(replace).not.toBe(find);
    }
  });

  it.each(breakages)('$name: $why', TIMEOUT, async (breakage) => {
    const { catches } = await loadWith(breakage);
    const seed = await firstOf(breakage.seed, catches);
    if (process.env['INTERFORM_FAULT_SEARCH'] !== undefined) console.log(`${breakage.name} = ${seed}`);
    expect(seed, 'the seed that catches it').toBeDefined();
  });
});

it('nothing is caught where nothing is broken', TIMEOUT, async () => {
  const { catches } = await loadWith(undefined);
  const seeds = new Set([JOURNAL, RECENT_WRITES, LOOKUP, LOCK].flat().map(({ seed }) => seed));
  const caught: number[] = [];
  for (const seed of seeds) if (await catches(seed)) caught.push(seed);
  expect(caught).toEqual([]);
});

/** The suite with this breakage and no other. */
async function loadWith(breakage: Breakage | undefined): Promise<Suite> {
  const { moduleGraph } = server.environments.ssr;
  for (const one of [broken, breakage]) {
    const changed = one === undefined ? undefined : moduleGraph.getModuleById(`${root}${one.file}`);
    if (changed !== undefined) moduleGraph.invalidateModule(changed);
  }
  broken = breakage;
  // What the module exports is written below.
  return (await server.ssrLoadModule('/test/faults/catching.ts')) as unknown as Suite;
}

async function firstOf(
  known: number,
  catches: (seed: number) => Promise<boolean>,
): Promise<number | undefined> {
  if (await catches(known)) return known;
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) if (await catches(seed)) return seed;
  return undefined;
}
