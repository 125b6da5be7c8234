// Everything a laptop needs: npm test. Prints what was skipped and why; the last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'interform-test-'));
const report = join(scratch, 'vitest.json');
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** One check each; the build comes before what runs the built command line. */
const CHECKS = [
  { name: 'biome', command: bin('biome'), args: ['check'] },
  { name: 'types', command: bin('tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'types of the report', command: bin('tsc'), args: ['-p', 'src/render/html/browser'] },
  { name: 'build', command: 'npm', args: ['run', '-s', 'build'] },
  { name: 'knip', command: bin('knip'), args: [] },
  { name: 'publint', command: bin('publint'), args: ['run', '--strict', '--pack', 'npm'] },
];
const VITEST = {
  name: 'vitest',
  command: bin('vitest'),
  args: ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
};

/** Runs a step; its output is shown only when it fails, or as it comes when `live`. */
function run({ name, command, args }, live = false) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

/** What vitest counted; undefined when it did not get as far as writing its report. */
function counted() {
  if (!existsSync(report)) return undefined;
  const found = JSON.parse(readFileSync(report, 'utf8'));
  const cases = found.testResults.flatMap((file) =>
    file.assertionResults.map((one) => ({ ...one, file: file.name })),
  );
  // A file that cannot be loaded has no cases and still fails.
  const broken = found.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: cases.filter((one) => one.status === 'passed').length,
    failed: cases.filter((one) => one.status === 'failed').length + broken.length,
    skipped: cases.filter((one) => !['passed', 'failed'].includes(one.status)),
  };
}

const totals = { passed: 0, failed: 0, skipped: 0 };
const count = (ok) => {
  totals[ok ? 'passed' : 'failed']++;
};

try {
  for (const check of CHECKS) count(await run(check));
  const isGreen = await run(VITEST, true);
  const tests = counted();
  if (tests === undefined) {
    console.log('vitest wrote no report: it counts as one failure');
    totals.failed++;
  } else {
    totals.passed += tests.passed;
    // An error outside every case fails the run all the same.
    totals.failed += tests.failed === 0 && !isGreen ? 1 : tests.failed;
    totals.skipped = tests.skipped.length;
    if (tests.passed + tests.failed === 0) {
      console.log('vitest saw no test at all: that counts as one failure');
      totals.failed++;
    }
    // A case says in its name why it may be skipped.
    for (const one of tests.skipped) console.log(`skipped: ${one.fullName} (${one.file.replace(root, '')})`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
process.exitCode = totals.failed > 0 ? 1 : 0;
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
