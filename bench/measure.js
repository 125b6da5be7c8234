// Runs one process and measures it: wall time, CPU time (user and system), and peak memory.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const probe = new URL('./probe.js', import.meta.url).href;
const SAMPLE_MS = 20;

/**
 * `firstMb` and `lastMb` are the medians of the anonymous size in the second and in the last tenth of the time. `mb` is the peak resident size. `anonMb` leaves out mapped files, such as a store; it is sampled, and on Linux only.
 * Rejects where the process ends with another code than `exit`.
 */
export function measured(args, { cwd, env = {}, exit = 0 } = {}) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', probe, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    const sizes = [];
    const sampling = setInterval(() => {
      const now = anonymousMb(child.pid);
      if (now !== undefined) sizes.push(now);
    }, SAMPLE_MS);
    child.stderr.on('data', (piece) => {
      errors += piece;
    });
    child.on('close', (code, signal) => {
      clearInterval(sampling);
      const used = /^BENCH (.*)$/m.exec(errors)?.[1];
      if (code === exit && used !== undefined)
        resolve({
          ms: performance.now() - started,
          ...JSON.parse(used),
          ...(sizes.length === 0 ? {} : anonymous(sizes)),
        });
      else reject(new Error(`${args.join(' ')} ended with ${code ?? signal}: ${errors.slice(-2000)}`));
    });
  });
}

function anonymous(sizes) {
  const tenth = Math.max(1, Math.floor(sizes.length / 10));
  return {
    anonMb: sizes.reduce((most, size) => Math.max(most, size), 0),
    firstMb: median(sizes.slice(tenth, 2 * tenth + 1)),
    lastMb: median(sizes.slice(-tenth)),
  };
}

function anonymousMb(pid) {
  try {
    const kilobytes = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/** The median of each figure over several runs of the same thing. */
export function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}
