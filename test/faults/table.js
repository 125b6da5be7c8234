// Runs the seeded fault suite and writes what came of it into docs/internals/how-it-is-tested.md: node test/faults/table.js [--runs 2000]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs', 'internals', 'how-it-is-tested.md');
const BEGIN = '<!-- fault table: begin -->';
const END = '<!-- fault table: end -->';
/** As checks.ts names what is wrong with a run. */
const SORTS = ['doubled', 'untrue', 'exit code', 'not empty at once', 'end state', 'crashed'];

const { runs } = parseArgs({ options: { runs: { type: 'string', default: '2000' } } }).values;
const records = mkdtempSync(join(tmpdir(), 'interform-fault-records-'));
try {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', 'test/faults/seeded-', '--maxWorkers=100%'],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, INTERFORM_FAULT_RECORDS: records, INTERFORM_FAULT_RUNS: runs },
    },
  );
  const lines = readdirSync(records)
    .flatMap((name) => readFileSync(join(records, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line));
  if (lines.length !== Number(runs)) throw new Error(`${lines.length} of ${runs} runs came to an end`);
  write(lines);
  process.exitCode = status ?? 1;
} finally {
  rmSync(records, { recursive: true, force: true });
}

function write(lines) {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.split(BEGIN)[0], text.split(END)[1]];
  if (before === text || after === undefined) throw new Error(`${page} has no place for the table`);
  const lags = [...new Set(lines.map(({ lag }) => lag))].sort((a, b) => a - b);
  const faults = [...new Set(lines.flatMap((line) => line.faults))].sort();
  const processes = lines.reduce((sum, { exits }) => sum + exits.length, 0);
  const struck = lines.reduce((sum, line) => sum + line.struck, 0);
  const table = [
    `${lines.length} runs, ${processes} processes, ${struck} requests that a fault struck.`,
    '',
    ...rows(
      'What was done',
      [...new Set(lines.map(({ course }) => course))].map((course) => [
        course,
        lines.filter((line) => line.course === course),
      ]),
    ),
    '',
    ...rows('What went wrong', [
      ['nothing', lines.filter((line) => line.faults.length === 0)],
      ...faults.map((fault) => [fault, lines.filter((line) => line.faults.includes(fault))]),
    ]),
    '',
    ...rows(
      'How far search was behind',
      lags.map((lag) => [`${lag / 1000} s`, lines.filter((line) => line.lag === lag)]),
    ),
  ];
  writeFileSync(page, `${before}${BEGIN}\n\n${table.join('\n')}\n\n${END}${after}`);
}

/** One row for each group of runs. */
function rows(title, groups) {
  const head = [title, 'runs', 'killed', 'exit 0', 'exit 3', 'exit 6', 'other exits', ...SORTS];
  const exitsOf = (some, is) => some.reduce((sum, { exits }) => sum + exits.filter(is).length, 0);
  const known = new Set(['killed', '0', '3', '6']);
  return [
    `| ${head.join(' | ')} |`,
    `| --- |${' ---: |'.repeat(head.length - 1)}`,
    ...groups.map(([name, some]) => {
      const counts = [
        some.length,
        ...['killed', '0', '3', '6'].map((exit) => exitsOf(some, (one) => one === exit)),
        exitsOf(some, (one) => !known.has(one)),
        ...SORTS.map((sort) => some.filter(({ sorts }) => sorts.includes(sort)).length),
      ];
      return `| ${name} | ${counts.join(' | ')} |`;
    }),
  ];
}
