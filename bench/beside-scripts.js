// Measures interform beside what a team would write instead, on one emulator in one run.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from './measure.js';
import { importOneByOne, importWithSdk } from './others.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'bin', 'run.js');
export const runs = Number(process.env.BENCH_RUNS ?? 3);
export const contacts = Number(process.env.BENCH_CONTACTS ?? 2000);
/** Prints the peak memory of the child on its stderr when it ends. */
const memoryProbe = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\nPEAK "+process.resourceUsage().maxRSS+"\\n"))`;

const people = Array.from({ length: contacts }, (_, i) => ({
  external_id: `customer-${i}`,
  email: `person-${i}@acme.test`,
  name: `Person ${i}`,
  custom_attributes: { seats: i % 50 },
}));

const project = mkdtempSync(join(tmpdir(), 'interform-bench-'));
mkdirSync(join(project, 'migrations', 'data'), { recursive: true });
writeFileSync(join(project, 'migrations', 'data', 'people.json'), JSON.stringify(people));
writeFileSync(
  join(project, 'migrations', '0001-people.yaml'),
  `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { seats: { type: integer } }
---
apiVersion: interform/v1
kind: ContactSet
name: people
source: { file: data/people.json }
`,
);
const store = join(project, '.interform');
settings('{ path: .interform }');
const seed = join(project, 'seed.json');
writeFileSync(
  seed,
  JSON.stringify({ attributes: [{ name: 'seats', model: 'contact', data_type: 'integer' }] }),
);

/** Calls `take` with each line as it is measured: `{ name, ms, mb }`, and `{ name, ratio }` of two of them. */
export async function besideScripts(take) {
  tell = take;
  try {
    await startUp();
    await imports();
    await secondPlan();
    await rendering();
    await limited();
    await journal();
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

let tell;

/** Writes the project file with this store, and removes what the store remembers of another emulator. */
function settings(place) {
  rmSync(store, { recursive: true, force: true });
  writeFileSync(
    join(project, 'interform.yaml'),
    `apiVersion: interform/v1\nkind: Project\nrate_limit: { share: 1 }\nstore: ${place}\n`,
  );
}

async function startUp() {
  const version = await repeat(() => interform(['--version']));
  const nothing = await repeat(() => child(process.execPath, ['-e', '0']));
  row('interform --version', version);
  row('node -e 0', nothing);
  ratio('--version / node -e 0', version, nothing);
}

async function imports() {
  const oneByOne = await repeat(() =>
    withEmulator(['--rate-limit', '0'], (url) => timed(() => importOneByOne(url, people))),
  );
  const sdk = await repeat(() =>
    withEmulator(['--rate-limit', '0'], (url) => timed(() => importWithSdk(url, people, 10))),
  );
  const ours = await repeat(() =>
    withEmulator(['--rate-limit', '0'], (url) => interform(['apply', '--auto-approve'], url)),
  );
  row('import, one request after the other', oneByOne);
  row('import, official SDK, ten in flight', sdk);
  row('import, interform apply (plans first)', ours);
  ratio('one by one / interform', oneByOne, ours);
  ratio('SDK / interform', sdk, ours);
}

async function secondPlan() {
  await withEmulator(['--rate-limit', '0'], async (url) => {
    await interform(['apply', '--auto-approve'], url);
    const again = await repeat(() => interform(['plan'], url));
    row('plan when nothing changed', again);
    return { ms: 0 };
  });
}

/** Masked reports of a saved plan, compared with reading that plan and printing it as JSON. */
async function rendering() {
  await withEmulator(['--rate-limit', '0'], (url) => interform(['plan', '--out', 'plan.jsonl'], url));
  const shown = (...flags) => repeat(() => interform(['show', 'plan.jsonl', '--mask', ...flags]));
  const json = await shown('--json');
  row('show --json', json);
  for (const format of ['text', 'markdown', 'html']) {
    const report = await shown('--format', format);
    row(`show --format ${format}`, report);
    ratio(`${format} / json`, report, json);
  }
}

/** Wall time compared with the bound of the rate limit: full windows, then the rest. */
async function limited() {
  const limit = 500;
  const seconds = 10;
  const took = await withEmulator(['--rate-limit', String(limit)], (url) =>
    interform(['apply', '--auto-approve'], url),
  );
  const requests = contacts + Math.ceil((2 * contacts) / 150) + 4;
  // A run may straddle the edge of a window at its start and at its end.
  const windows = Math.ceil(requests / limit);
  const least = Math.max(0, windows - 2) * seconds;
  row(`apply at ${limit} requests in ${seconds} s, whole limit`, [took]);
  tell({
    note: `${requests} requests; the limit alone takes ${least} to ${(windows - 1) * seconds} s, by where the first window stands`,
  });
}

/**
 * The cost of writing down every request before it is sent, at Intercom's own limit and answers of 60 ms; runs with and
 * without a store take turns.
 */
async function journal() {
  const kept = [];
  const none = [];
  for (let i = 0; i < runs; i++) {
    for (const [place, measured] of [
      ['{ path: .interform }', kept],
      ['none', none],
    ]) {
      const one = await withEmulator(['--rate-limit', '1667', '--latency', '60'], (url) => {
        settings(place);
        return interform(['apply', '--auto-approve'], url);
      });
      measured.push(one);
    }
  }
  row('apply, store in a folder', kept);
  row('apply, store: none', none);
  ratio('folder / none', kept, none);
}

async function withEmulator(flags, work) {
  rmSync(store, { recursive: true, force: true });
  const server = spawn(
    process.execPath,
    [cli, 'emulator', '--port', '0', '--json', '--seed', seed, ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const url = await new Promise((resolve, reject) => {
      let text = '';
      server.stdout.on('data', (chunk) => {
        text += chunk;
        const match = /"url":\s*"([^"]+)"/.exec(text);
        if (match) resolve(match[1]);
      });
      server.on('exit', () => reject(new Error(`the emulator ended: ${text}`)));
    });
    return await work(url);
  } finally {
    server.kill();
  }
}

function interform(args, url) {
  return child(process.execPath, ['--import', memoryProbe, cli, ...args], {
    INTERCOM_BASE_URL: url,
    INTERCOM_ACCESS_TOKEN: 'bench',
    CI: 'true',
  });
}

function child(command, args, env = {}) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const process_ = spawn(command, args, {
      cwd: project,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    process_.stderr.on('data', (chunk) => (errors += chunk));
    process_.on('exit', (code) => {
      if (code !== 0) return reject(new Error(`${args.join(' ')} ended with ${code}: ${errors}`));
      const peak = /PEAK (\d+)/.exec(errors);
      resolve({ ms: performance.now() - started, mb: peak ? Number(peak[1]) / 1024 : undefined });
    });
  });
}

async function timed(work) {
  const started = performance.now();
  await work();
  return { ms: performance.now() - started };
}

async function repeat(work) {
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await work());
  return all;
}

function row(name, measured) {
  const memory = measured.map(({ mb }) => mb).filter((mb) => mb !== undefined);
  const mb = memory.length === 0 ? {} : { mb: median(memory) };
  tell({ name, ms: median(measured.map(({ ms }) => ms)), ...mb });
}

function ratio(name, a, b) {
  tell({ name, ratio: median(a.map(({ ms }) => ms)) / median(b.map(({ ms }) => ms)) });
}
