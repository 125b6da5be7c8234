// npm run soak: many applies and plans in one process, with manifests that change, on an emulator whose search lags. Prints
// what may grow: memory after a garbage collection, open files, the size of the store. Asserts nothing. SOAK_CYCLES sets the
// number of cycles, 200 by default.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { applyChanges } from '../dist/app/apply.js';
import { makePlan } from '../dist/app/plan.js';
import { Seat } from '../dist/app/runs/seat.js';
import { createEmulator } from '../dist/emulator/index.js';

const cycles = Number(process.env.SOAK_CYCLES ?? 200);
const people = Number(process.env.SOAK_PEOPLE ?? 200);
const hour = 3_600_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

let nowMs = Date.parse('2026-11-28T09:00:00Z');
const emulator = createEmulator({
  indexLagMs: 60_000,
  rateLimit: 0,
  now: () => nowMs,
  keepRequests: false,
});
const project = mkdtempSync(join(tmpdir(), 'interform-soak-'));
mkdirSync(join(project, 'migrations'));
writeFileSync(
  join(project, 'interform.yaml'),
  'apiVersion: interform/v1\nkind: Project\nguards: { max_rekey: 1000, max_archive: 1000, max_detach: 1000 }\nstore: { keep: 2d }\n',
);
const ports = {
  env: { INTERCOM_ACCESS_TOKEN: 'of-ada' },
  fetch: emulator.fetch,
  now: () => nowMs,
  sleep: async (ms) => {
    nowMs += ms;
  },
};
const planning = { project, variables: new Map(), target: [], exclude: [], allow: new Map() };

try {
  console.log(`${cycles} cycles of ${people} people, search a minute behind, Node.js ${process.version}`);
  console.log('cycle  heap MB  rss MB  files  store MB  runs  done  empty');
  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    declare(cycle);
    const done = await apply();
    const { plan } = await makePlan(planning, ports);
    const empty = plan.changes.length === 0;
    // In two of three cycles search catches up before the next run, and old runs are dropped.
    nowMs += cycle % 3 === 0 ? 10_000 : hour;
    if (cycle === 1 || cycle % Math.ceil(cycles / 10) === 0) report(cycle, done, empty);
    if (!empty) throw new Error(`the plan after apply ${cycle} is not empty`);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** Everybody keeps their identity; names and tags change from cycle to cycle. */
function declare(cycle) {
  const rows = Array.from({ length: people }, (_, n) => {
    const role = n % 4 === 0 ? 'role: lead' : `external_id: user-${n}`;
    const tag = (n + cycle) % 5 === 0 ? ', tags: [vip]' : '';
    return `  - { ${role}, email: person-${n}@acme.test, name: Person ${n} of ${(n + cycle) % 7}${tag} }`;
  });
  writeFileSync(
    join(project, 'migrations', '0001-people.yaml'),
    `apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n---\napiVersion: interform/v1\nkind: ContactSet\nname: people\ncontacts:\n${rows.join('\n')}\n`,
  );
}

async function apply() {
  const seat = new Seat({ lockTimeoutMs: 0 });
  try {
    const { plan, session, diagnostics } = await makePlan(planning, ports, seat);
    if (session === undefined) throw new Error(JSON.stringify(diagnostics));
    const result = await applyChanges(session, plan, { maxErrors: 50 }, ports);
    if (result.exit !== 0) throw new Error(JSON.stringify(result.diagnostics));
    return result.summary.done;
  } finally {
    await seat.leave();
  }
}

function report(cycle, done, empty) {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const row = [
    cycle,
    mb(heapUsed),
    mb(rss),
    openFiles(),
    mb(sizeOf(join(project, '.interform'))),
    runsKept(),
    done,
    empty,
  ];
  console.log(row.map((cell, index) => String(cell).padStart([5, 8, 7, 6, 9, 5, 5, 6][index])).join(' '));
}

function mb(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function openFiles() {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return '-';
  }
}

function runsKept() {
  return readdirSync(join(project, '.interform', 'runs')).length;
}

function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? sizeOf(path) : statSync(path).size);
  }, 0);
}
