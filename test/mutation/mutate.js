// Breaks the code in seeded places and tells which breakages no test notices:
//   npm run mutate -- --seed 8 --count 200 [--under src/sources]… [--tests test/sources]…
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { breakagesOf } from './breakages-of.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['src/apply', 'src/intercom', 'src/kinds', 'src/plan', 'src/sources'];
/** Tests of built files and of other processes, where no breakage is in force, and those that take minutes each. */
const LEFT_OUT = /^test\/(?:(?:action|contract|docs|e2e|emulator|faults|init|mutation|properties)\/|[^/]+$)/;
/** A test that says nothing for so long has met a breakage that never ends. */
const patienceMs = 300_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    under: { type: 'string', multiple: true, default: FOLDERS },
    tests: { type: 'string', multiple: true, default: ['test'] },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'interform-mutation-'));
const planFile = join(scratch, 'plan.json');
const logFile = join(scratch, 'log.jsonl');

try {
  writeFileSync(logFile, '');
  const breakages = choose(Number(values.seed), Number(values.count), values.under);
  for (const file of testFiles(values.tests)) {
    await tryAll(breakages, file);
    console.log(`${noticed().size} of ${breakages.length} noticed, ${file} included`);
  }
  const broken = logged().filter(({ isWhole }) => isWhole === false);
  for (const { test } of broken) console.log(`left out, since it fails as it is: ${test}`);
  const isNoticed = noticed();
  const isReached = new Set(logged().flatMap(({ reached }) => reached ?? []));
  console.log(`\n${isNoticed.size} of ${breakages.length} breakages were noticed; these were not:`);
  for (const { number, file, line, what } of breakages)
    if (!isNoticed.has(number))
      console.log(`  ${file}:${line} ${what}${isReached.has(number) ? '' : ' (no test comes there)'}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** As many from each folder; each sort of breakage as likely as every other, and each place of a sort. */
function choose(seed, count, folders) {
  const dice = random(seed);
  const oneOf = (list) => Math.floor(dice() * list.length);
  const bySort = folders.map((folder) => {
    const found = filesUnder(folder, '.ts').flatMap((file) =>
      breakagesOf(file, readFileSync(join(root, file), 'utf8')),
    );
    const sorts = new Map();
    for (const one of found) sorts.set(one.sort, [...(sorts.get(one.sort) ?? []), one]);
    return [...sorts.values()];
  });
  const chosen = [];
  while (chosen.length < count && bySort.some((sorts) => sorts.length > 0)) {
    for (const sorts of bySort) {
      if (chosen.length === count || sorts.length === 0) continue;
      const at = oneOf(sorts);
      chosen.push(...sorts[at].splice(oneOf(sorts[at]), 1));
      if (sorts[at].length === 0) sorts.splice(at, 1);
    }
  }
  return chosen.map((breakage, index) => ({ number: index + 1, ...breakage }));
}

/** Those that bear the name of a folder first: they are the likeliest to notice, and what is noticed is not tried again. */
function testFiles(under) {
  const isNear = (file) => FOLDERS.some((folder) => file.startsWith(folder.replace('src/', 'test/')));
  return filesUnder('test', '.test.ts')
    .filter((file) => !LEFT_OUT.test(file) && under.some((start) => file.startsWith(start)))
    .sort((a, b) => Number(isNear(b)) - Number(isNear(a)));
}

async function tryAll(breakages, file) {
  for (;;) {
    writeFileSync(planFile, JSON.stringify({ breakages, tests: [file], logFile }));
    if (await endsByItself()) return;
    const { at } = logged().at(-1) ?? {};
    if (at === undefined) return;
    appendFileSync(logFile, `${JSON.stringify({ noticed: at, test: `${file} never ended` })}\n`);
  }
}

/** Runs the tests of the plan; false where they had to be ended. */
function endsByItself() {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/mutation/vitest.config.js'],
      { cwd: root, env: { ...process.env, INTERFORM_MUTATION: planFile }, stdio: 'ignore', detached: true },
    );
    let size = -1;
    let since = Date.now();
    let isEnded = false;
    const timer = setInterval(() => {
      const now = statSync(logFile).size;
      if (now !== size) [size, since] = [now, Date.now()];
      else if (Date.now() - since > patienceMs && !isEnded) {
        isEnded = true;
        // Its worker too, which may be in a loop.
        process.kill(-child.pid, 'SIGKILL');
      }
    }, 500);
    child.on('close', () => {
      clearInterval(timer);
      resolve(!isEnded);
    });
  });
}

function noticed() {
  return new Set(logged().flatMap((line) => line.noticed ?? []));
}

function logged() {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

function filesUnder(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Numbers from 0 to 1 (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
