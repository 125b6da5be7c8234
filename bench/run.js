// npm run bench: what interform takes on this machine. Prints medians and ratios; asserts nothing.
//   --quick            the local plans alone, 10,000 contacts, in less than a minute
//   --sizes 10000,...  the local plans alone, of so many contacts
//   --cases equal,...  of the local plans only these: equal, a fifth changed, all changed, all new
//   --scans 200000     full scans alone, of so many contacts, beside one cursor: minutes
//   --tags             with a column of tags in the data file
//   --json             one JSON document instead of tables
import { parseArgs } from 'node:util';
import { besideScripts, contacts, runs } from './beside-scripts.js';
import { fullScans } from './full-scans.js';
import { growthPlot } from './growth.js';
import { localPlans } from './local-plans.js';
import { localTable, scanTable, scriptLine } from './tables.js';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    tags: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    cases: { type: 'string' },
    scans: { type: 'string' },
  },
});
const sizes = (values.sizes ?? (values.quick ? '10000' : '10000,100000,1000000')).split(',').map(Number);
/** Contacts of a full scan. */
const SCANNED = 200_000;
const say = (text) => (values.json ? undefined : console.log(text));
const result = { node: process.version, plans: [], scripts: [], scans: [] };
const isWhole = !values.quick && values.sizes === undefined && values.scans === undefined;

if (isWhole) {
  say(`${runs} runs each, medians; ${contacts} contacts; Node.js ${process.version}\n`);
  await besideScripts((line) => {
    result.scripts.push(line);
    say(scriptLine(line));
  });
}

if (values.scans === undefined) await measurePlans();
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
