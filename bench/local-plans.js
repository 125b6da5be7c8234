// Plans N declared contacts against N live ones, without latency, and compares that with the parse bound of the same pages
// and file.
import { once } from 'node:events';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTRIBUTES, csvHeader, csvRow, TAG } from './contacts.js';
import { measured, medians } from './measure.js';
import { served } from './served.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const cli = here('../bin/run.js');

/** The exit code of `plan --detailed-exitcode` when something is to change. */
const HAS_CHANGES = 2;

/** `lookups`: the fields by which the plan looks everybody up. New people have numbers above those of the live ones. */
const CASES = {
  equal: { changed: () => false, exit: 0, lookups: ['external_id'] },
  'a fifth changed': { changed: (n) => n % 5 === 0, lookups: ['external_id'] },
  'all changed': { changed: () => true, lookups: ['external_id'] },
  'all new': { changed: () => false, lookups: ['external_id', 'email'], isNew: true },
};

/**
 * Yields one result for each size and case: `{ contacts, case, plan, bound, cpuRatio, requests, inFlight }`, whose figures
 * are medians of the runs; or `{ contacts, case, failed }`.
 */
export async function* localPlans({ sizes, cases = Object.keys(CASES), runs, tags = false, latencyMs = 0 }) {
  for (const contacts of sizes) {
    for (const name of cases) {
      try {
        yield await onePlan({ contacts, name, runs: runs(contacts), tags, latencyMs });
      } catch (error) {
        yield { contacts, case: name, failed: error.message };
      }
    }
  }
}

async function onePlan({ contacts, name, runs, tags, latencyMs }) {
  const { lookups, changed, isNew = false, exit = HAS_CHANGES } = CASES[name];
  const first = isNew ? contacts : 0;
  const project = mkdtempSync(join(tmpdir(), 'interform-bench-'));
  try {
    const file = await writeProject(project, { first, contacts, changed, tags });
    const plans = [];
    const bounds = [];
    const traffic = [];
    for (let run = 0; run < runs; run++) {
      const workspace = { live: contacts, tags, latencyMs };
      traffic.push(
        await served(workspace, async (url) => {
          const env = { INTERCOM_BASE_URL: url, INTERCOM_ACCESS_TOKEN: 'bench', CI: 'true' };
          plans.push(await measured([cli, 'plan', '--detailed-exitcode'], { cwd: project, env, exit }));
        }),
      );
      await served(workspace, async (url) => {
        const asked = JSON.stringify({ file, url, count: contacts, first, fields: lookups });
        bounds.push(await measured([here('parse-bound.js'), asked]));
      });
    }
    const plan = medians(plans);
    const bound = medians(bounds);
    const { requests, connections } = medians(traffic);
    return {
      contacts,
      case: name,
      plan,
      bound,
      cpuRatio: plan.cpuMs / bound.cpuMs,
      requests,
      inFlight: connections,
    };
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Writes the project and returns the path of the data file. */
async function writeProject(project, { first, contacts, changed, tags }) {
  const data = join(project, 'migrations', 'data');
  mkdirSync(data, { recursive: true });
  const settings =
    'apiVersion: interform/v1\nkind: Project\nrate_limit: { share: 1 }\nworkspace: { timezone: UTC }\n';
  writeFileSync(join(project, 'interform.yaml'), settings);
  writeFileSync(join(project, 'migrations', '0001-people.yaml'), manifest(tags));
  const file = join(data, 'people.csv');
  const out = createWriteStream(file);
  out.write(csvHeader({ tags }));
  for (let n = first; n < first + contacts; ) {
    let rows = '';
    for (const end = Math.min(n + 1000, first + contacts); n < end; n++)
      rows += csvRow(n, { changed: changed(n), tags });
    if (!out.write(rows)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return file;
}

function manifest(tags) {
  const attributes = Object.entries(ATTRIBUTES).map(([name, type]) => `  ${name}: { type: ${type} }\n`);
  const columns = Object.keys(ATTRIBUTES).map((name) => `    custom_attributes.${name}: ${name}\n`);
  return `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
${attributes.join('')}---
${tags ? `apiVersion: interform/v1\nkind: Tags\ntags: [${TAG.name}]\n---\n` : ''}apiVersion: interform/v1
kind: ContactSet
name: people
source:
  file: data/people.csv
  columns:
    external_id: external_id
    email: email
    name: name
    phone: phone
${columns.join('')}${tags ? '    tags: tags\n' : ''}`;
}
