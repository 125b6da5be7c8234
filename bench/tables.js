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

/** The table of full scans, as Markdown, line by line. */
export function scanTable() {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return {
    head: `${line(SCAN_COLUMNS.map(([name]) => name))}\n${line(SCAN_COLUMNS.map(() => '---'))}`,
    row: (scan) => line(SCAN_COLUMNS.map(([, cell]) => cell(scan))),
  };
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
