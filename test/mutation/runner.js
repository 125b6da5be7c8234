// Runs each test as it is, and then once more with each breakage in force that it came to.
import { appendFileSync, readFileSync } from 'node:fs';
import { VitestTestRunner } from 'vitest/runners';

const { logFile } = JSON.parse(readFileSync(process.env.INTERFORM_MUTATION, 'utf8'));
/** Slower tests would take all day with many breakages. */
const mostTestMs = 5_000;

let inForce;
let reached = new Set();
globalThis.breaks = (number) => {
  reached.add(number);
  return number === inForce;
};

/**
 * Vitest runs a test `repeats` more times, and within each of them up to `retry` times again while it fails, hooks included:
 *
 *   repeat 0            as it is: what does it come to?
 *   repeat 1, try 0 …   a breakage each; after one that it noticed, as it is once more
 */
export default class BreakingRunner extends VitestTestRunner {
  #left = [];
  #startedAt = 0;

  async onBeforeRunTask(test) {
    await super.onBeforeRunTask?.(test);
    if (test.type !== 'test') return;
    test.repeats = 1;
    test.retry = 0;
  }

  onBeforeTryTask(test, options) {
    if (options.repeats === 0) {
      inForce = undefined;
      reached = new Set();
      this.#startedAt = performance.now();
    } else {
      inForce = this.#left[0];
      log({ at: inForce, test: nameOf(test) });
    }
    return super.onBeforeTryTask(test, options);
  }

  onAfterRetryTask(test, options) {
    super.onAfterRetryTask?.(test, options);
    const isWhole = test.result.state === 'pass';
    if (options.repeats === 0) {
      const isSlow = performance.now() - this.#startedAt > mostTestMs;
      log({ reached: [...reached], test: nameOf(test), isWhole, isSlow });
      const before = noticed();
      this.#left = isWhole && !isSlow ? [...reached].filter((number) => !before.has(number)) : [];
      test.retry = this.#left.length * 2 + 1;
      return;
    }
    const tried = this.#left.shift();
    if (tried !== undefined && !isWhole) {
      log({ noticed: tried, test: nameOf(test) });
      this.#left.unshift(undefined);
    }
    // It fails as it is by now: nothing more can be learnt from it.
    if (tried === undefined && !isWhole) this.#left = [];
    // Only what failed with an error is tried again.
    test.result.errors = this.#left.length > 0 ? [{ message: 'the next one' }] : undefined;
    test.result.state = this.#left.length > 0 ? 'fail' : 'pass';
  }

  async onAfterRunTask(test) {
    inForce = undefined;
    await super.onAfterRunTask?.(test);
  }
}

function log(line) {
  appendFileSync(logFile, `${JSON.stringify(line)}\n`);
}

/** By any test so far. */
function noticed() {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return new Set(
    lines.filter((line) => line.startsWith('{"noticed"')).map((line) => JSON.parse(line).noticed),
  );
}

function nameOf(test) {
  return `${test.file.name} > ${test.name}`;
}
