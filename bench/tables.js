// Measured figures as lines for people.

/** One line of what was measured beside scripts. */
export function scriptLine({ name, ms, mb, ratio, note }) {
  if (note !== undefined) return `  ${note}\n`;
  if (ratio !== undefined) return `  ${name}: ${ratio.toFixed(2)}\n`;
  const peak = mb === undefined ? '' : `${mb.toFixed(0).padStart(6)} MB`;
  return `${name.padEnd(48)}${(ms / 1000).toFixed(2).padStart(8)} s ${peak}`;
}

const COLUMNS = [
  ['contacts', ({ contacts }) => contacts.toLocaleString('en')],
  ['live against declared', (plan) => plan.case],
  ['CPU', ({ plan }) => seconds(plan.cpuMs)],
  ['bound', ({ bound }) => seconds(bound.cpuMs)],
  ['ratio', ({ cpuRatio }) => cpuRatio.toFixed(1)],
  ['wall', ({ plan }) => seconds(plan.ms)],
  ['peak', ({ plan }) => megabytes(plan.mb)],
  ['of it own', ({ plan }) => megabytes(plan.anonMb)],
  ['bound', ({ bound }) => megabytes(bound.mb)],
  ['requests', ({ requests }) => requests.toLocaleString('en')],
  ['in flight', ({ inFlight }) => inFlight.toFixed(0)],
];
const WIDTHS = [9, 21, 8, 8, 5, 8, 8, 9, 8, 8, 9];

/** The table of plans, as Markdown, line by line. */
export function localTable() {
  const line = (cells) => `| ${cells.map((cell, at) => aligned(cell, at)).join(' | ')} |`;
  const rule = WIDTHS.map((width, at) => (at === 1 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return {
    head: `${line(COLUMNS.map(([name]) => name))}\n${line(rule)}`,
    row: (plan) =>
      plan.failed === undefined
        ? line(COLUMNS.map(([, cell]) => cell(plan)))
        : `${line([plan.contacts.toLocaleString('en'), plan.case, ...Array(9).fill('')])}\n  failed: ${plan.failed}`,
    foot: '\nCPU: user and system. Bound: csv-parse reads the same file, fetch().json() the same pages, and nothing else. Of the peak its own: without mapped files.',
  };
}

const SCAN_COLUMNS = [
  ['contacts', ({ contacts }) => contacts.toLocaleString('en')],
  ['created', ({ spread }) => spread],
  ['scan', ({ scan }) => seconds(scan.ms)],
  ['one cursor', ({ cursor }) => seconds(cursor.ms)],
  ['times faster', ({ ratio }) => ratio.toFixed(1)],
  ['requests', ({ requests }) => requests.toLocaleString('en')],
  ['CPU', ({ scan }) => seconds(scan.cpuMs)],
  ['peak', ({ scan }) => megabytes(scan.mb)],
];

const WAYS = {
  script: 'script, one after the other',
  sdk: 'official SDK, ten in flight',
  single: 'interform, bulk: off',
  bulk: 'interform, bulk',
};
const IMPORT_COLUMNS = [
  ['people', ({ people, mix }) => `${people.toLocaleString('en')} ${mix}`],
  ['way', ({ way, extrapolated }) => `${WAYS[way]}${extrapolated ? ' (extrapolated)' : ''}`],
  ['job', ({ jobMs }) => (jobMs === undefined ? '' : `${jobMs / 1000} s`)],
  ['search late', ({ lagMs }) => (lagMs === undefined ? '' : `${lagMs / 1000} s`)],
  ['wall', ({ ms }) => seconds(ms)],
  ['script / it', ({ toScript }) => toScript?.toFixed(1) ?? ''],
  ['SDK / it', ({ toSdk }) => toSdk?.toFixed(1) ?? ''],
  ['requests', ({ requests }) => Math.round(requests).toLocaleString('en')],
  ['429', ({ refused }) => refused?.toLocaleString('en') ?? ''],
  ['bound', ({ bound }) => (bound === undefined ? '' : seconds(bound))],
  ['wall / bound', ({ ms, bound }) => (bound === undefined ? '' : (ms / bound).toFixed(2))],
  ['CPU', ({ cpuMs }) => (cpuMs === undefined ? '' : seconds(cpuMs))],
  ['peak', ({ mb }) => megabytes(mb)],
];

/** The table of imports, as Markdown, line by line. */
export function importTable() {
  return {
    ...plainTable(IMPORT_COLUMNS),
    foot: '\nBound: whole windows of the rate limit, then one answer. The script is measured with a hundred people.',
  };
}

const APPLY_COLUMNS = [
  ['changes', ({ changes }) => changes.toLocaleString('en')],
  ['wall', ({ ms }) => seconds(ms)],
  ['CPU', ({ cpuMs }) => seconds(cpuMs)],
  ['peak', ({ mb }) => megabytes(mb)],
  ['of it own', ({ anonMb }) => megabytes(anonMb)],
  ['own in the first tenth', ({ firstMb }) => megabytes(firstMb)],
  ['own in the last tenth', ({ lastMb }) => megabytes(lastMb)],
  ['requests', ({ requests }) => requests.toLocaleString('en')],
];

/** The table of applies, as Markdown, line by line. */
export function applyTable() {
  return plainTable(APPLY_COLUMNS);
}

function plainTable(columns) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return {
    head: `${line(columns.map(([name]) => name))}\n${line(columns.map(() => '---'))}`,
    row: (one) => line(columns.map(([, cell]) => cell(one))),
  };
}

/** The table of full scans, as Markdown, line by line. */
export function scanTable() {
  return plainTable(SCAN_COLUMNS);
}

function aligned(text, column) {
  return column === 1 ? text.padEnd(WIDTHS[column]) : text.padStart(WIDTHS[column]);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(mb) {
  return mb === undefined ? '' : `${mb.toFixed(0)} MB`;
}
