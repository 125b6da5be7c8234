// npm run bench: what interform takes on this machine. Prints medians and ratios; asserts nothing.
//   --quick            the local plans alone, 10,000 contacts, in less than a minute
//   --sizes 10000,...  the local plans alone, of so many contacts
//   --cases equal,...  of the local plans only these: equal, a fifth changed, all changed, all new
//   --scans 200000     full scans alone, of so many contacts, beside one cursor: minutes
//   --imports 5000     imports alone, of so many people, beside a script and the official SDK: minutes; with --quick one world of
//                      bulk requests and one run: less than a minute for 500
//   --mixed            of the imports, the one in which a third is new and the rest is changed, merged or equal
//   --applies 100000,... the memory of applies alone, of so many changes
//   --tags             with a column of tags in the data file
//   --json             one JSON document instead of tables
import { parseArgs } from 'node:util';
import { applies } from './applies.js';
import { besideScripts, contacts, runs } from './beside-scripts.js';
import { fullScans } from './full-scans.js';
import { growthPlot } from './growth.js';
import { BULK_WORLDS, imports } from './imports.js';
import { localPlans } from './local-plans.js';
import { applyTable, importTable, localTable, scanTable, scriptLine } from './tables.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    tags: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    cases: { type: 'string' },
    scans: { type: 'string' },
    imports: { type: 'string' },
    mixed: { type: 'boolean', default: false },
    applies: { type: 'string' },
  },
});
const sizes = (values.sizes ?? (values.quick ? '10000' : '10000,100000,1000000')).split(',').map(Number);
/** Contacts of a full scan. */
const SCANNED = 200_000;
const say = (text) => (values.json ? undefined : console.log(text));
const result = { node: process.version, plans: [], scripts: [], scans: [], imports: [], applies: [] };
/** People of an import. */
const IMPORTED = 5_000;
/** Changes of an apply. */
const APPLIED = '100000,1000000';
const alone = ['sizes', 'scans', 'imports', 'applies'].filter((name) => values[name] !== undefined);
const isWhole = !values.quick && alone.length === 0;

if (isWhole) {
  say(`${runs} runs each, medians; ${contacts} contacts; Node.js ${process.version}\n`);
  await besideScripts((line) => {
    result.scripts.push(line);
    say(scriptLine(line));
  });
}

if (isWhole || values.imports !== undefined) await measureImports();
if (isWhole || values.applies !== undefined) await measureApplies();
if (isWhole || (values.quick && alone.length === 0) || values.sizes !== undefined) await measurePlans();
if (isWhole || values.scans !== undefined) await measureScans();
if (values.json) console.log(JSON.stringify(result, null, 2));

async function measurePlans() {
  const table = localTable();
  say(table.head);
  const cases = values.cases?.split(',');
  for await (const plan of localPlans({ sizes, runs: runsOf, tags: values.tags, cases })) {
    result.plans.push(plan);
    say(table.row(plan));
  }
  say(table.foot);
  const plot = growthPlot(result.plans);
  if (plot !== '') say(`\n${plot}`);
}

async function measureImports() {
  const table = importTable();
  say(`\n${table.head}`);
  const people = Number(values.imports ?? IMPORTED);
  const importRuns = values.quick ? 1 : runs;
  const worlds = values.quick ? BULK_WORLDS.slice(0, 1) : BULK_WORLDS;
  for (const mixed of isWhole ? [false, true] : [values.mixed]) {
    for await (const line of imports({ people, mixed, runs: importRuns, worlds })) {
      result.imports.push(line);
      say(table.row(line));
    }
  }
  say(table.foot);
}

async function measureApplies() {
  const table = applyTable();
  say(`\n${table.head}`);
  for await (const line of applies({ sizes: (values.applies ?? APPLIED).split(',').map(Number) })) {
    result.applies.push(line);
    say(table.row(line));
  }
}

async function measureScans() {
  const table = scanTable();
  say(`\n${table.head}`);
  for await (const scan of fullScans({ contacts: Number(values.scans ?? SCANNED) })) {
    result.scans.push(scan);
    say(table.row(scan));
  }
}

/** How many runs: the more, the smaller the plan, because small plans vary most. */
function runsOf(size) {
  if (values.quick) return 2;
  return size >= 1_000_000 ? 1 : 3;
}
