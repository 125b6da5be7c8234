// An import at Intercom's limit: what a tutorial's script, the official SDK and interform take for the same people.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundMs, call, emulated, nextWindow } from './emulated.js';
import { measured, medians } from './measure.js';
import { upsertWithSdk } from './others.js';
import { ALL_NEW, MIXED, manifestsOf, personNumber, rowsOf, seedOf } from './people-mix.js';

const cli = fileURLToPath(new URL('../bin/run.js', import.meta.url));
/** The script takes so long that only so many are imported; its time is extrapolated. */
const SCRIPTED = 100;
const IN_FLIGHT = 10;
/** Guards are not what is measured. */
const ALLOW = ['create', 'update', 'merge', 'convert', 'detach'].flatMap((verb) => [
  '--allow',
  `${verb}=1000000`,
]);

const LONG_LAG_MS = 60_000;
/** What bulk requests meet: how long a job takes, and how late search is; milliseconds. */
export const BULK_WORLDS = [
  { jobMs: 1_000, lagMs: 0 },
  { jobMs: 1_000, lagMs: 15_000 },
  { jobMs: 1_000, lagMs: 120_000 },
  { jobMs: 30_000, lagMs: 0 },
  { jobMs: 30_000, lagMs: 15_000 },
  { jobMs: 30_000, lagMs: 120_000 },
];

/**
 * Yields `{ people, mix, way, jobMs, lagMs, ms, requests, refused, bound, cpuMs, mb, toScript, toSdk }` for each way: `script`,
 * `sdk`, `single` and `bulk`. Medians of `runs`; the script is extrapolated.
 */
export async function* imports({ people, mixed = false, runs = 1, worlds = BULK_WORLDS }) {
  const mix = mixed ? MIXED : ALL_NEW;
  const folder = mkdtempSync(join(tmpdir(), 'interform-bench-'));
  const facts = { people, mix: mixed ? 'mixed' : 'all new' };
  try {
    project(folder, people, mix);
    const script = await scripted({ folder, mix, people });
    yield { ...facts, way: 'script', ...script };
    const sdk = await withSdk({ folder, mix, people });
    yield { ...facts, way: 'sdk', ...sdk, toScript: script.ms / sdk.ms };
    const beside = (one) => ({ ...one, toScript: script.ms / one.ms, toSdk: sdk.ms / one.ms });
    const single = await repeated(runs, () => withInterform({ folder, mix, people, bulk: 'off' }));
    yield { ...facts, way: 'single', ...beside(single) };
    for (const world of worlds) {
      // Where waiting for search takes minutes, one run says what three would.
      const times = world.lagMs > LONG_LAG_MS ? 1 : runs;
      const bulk = await repeated(times, () =>
        withInterform({ folder, mix, people, bulk: 'auto', ...world }),
      );
      yield { ...facts, way: 'bulk', ...world, ...beside(bulk) };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function project(folder, people, mix) {
  mkdirSync(join(folder, 'migrations'));
  writeFileSync(
    join(folder, 'interform.yaml'),
    'apiVersion: interform/v1\nkind: Project\nrate_limit: { share: 1 }\n',
  );
  writeFileSync(join(folder, 'migrations', '0001-people.yaml'), manifestsOf(mix));
  writeFileSync(join(folder, 'migrations', 'people.csv'), rowsOf(people, mix));
}

async function withInterform({ folder, mix, people, bulk, jobMs = 1_000, lagMs = 0 }) {
  rmSync(join(folder, '.interform'), { recursive: true, force: true });
  let took;
  const world = {
    ...{ folder, seed: seedOf(people, mix), indexLagMs: lagMs },
    switches: `bulk-job-ms=${jobMs}`,
  };
  const counted = await emulated(world, async (url) => {
    await nextWindow();
    const env = { INTERCOM_BASE_URL: url, INTERCOM_ACCESS_TOKEN: 'bench', CI: 'true' };
    const args = [cli, 'apply', '--auto-approve', '--bulk', bulk, ...ALLOW];
    took = await measured(args, { cwd: folder, env });
  });
  return { ...took, ...counted, bound: boundMs(counted.requests) };
}

/** One request after the other: looked up, then written. */
async function scripted({ folder, mix, people }) {
  const some = Math.min(SCRIPTED, people);
  const started = {};
  const counted = await emulated({ folder, seed: seedOf(some, mix) }, async (url) => {
    started.at = performance.now();
    for (let n = 0; n < some; n++) await written(url, personNumber(n, mix), mix);
    started.ms = performance.now() - started.at;
  });
  return {
    ms: (started.ms * people) / some,
    requests: (counted.requests * people) / some,
    extrapolated: true,
  };
}

async function withSdk({ folder, mix, people }) {
  let ms;
  const counted = await emulated({ folder, seed: seedOf(people, mix) }, async (url) => {
    await nextWindow();
    const started = performance.now();
    await upsertWithSdk(url, { count: people, mix, inFlight: IN_FLIGHT });
    ms = performance.now() - started;
  });
  return { ms, ...counted };
}

/** What a script does with one person. */
async function written(url, { external_id, email, name, company, fate }, mix) {
  if (mix === ALL_NEW) {
    await call(url, 'POST', '/contacts', { role: 'user', external_id, email, name });
    return;
  }
  const query = { field: 'external_id', operator: '=', value: external_id };
  const { data } = await call(url, 'POST', '/contacts/search', { query });
  const { id } =
    data[0] === undefined
      ? await call(url, 'POST', '/contacts', { role: 'user', external_id, email, name })
      : await call(url, 'PUT', `/contacts/${data[0].id}`, { name });
  await call(url, 'POST', `/contacts/${id}/tags`, { id: '7' });
  await call(url, 'POST', '/companies', { company_id: company });
  if (fate === 'lead') await merged(url, email, id);
}

async function merged(url, email, into) {
  const query = { field: 'email', operator: '=', value: email };
  const { data } = await call(url, 'POST', '/contacts/search', { query });
  const lead = data.find(({ role }) => role === 'lead');
  if (lead !== undefined) await call(url, 'POST', '/contacts/merge', { from: lead.id, into });
}

async function repeated(runs, work) {
  const all = [];
  for (let run = 0; run < runs; run++) all.push(await work());
  return medians(all);
}
