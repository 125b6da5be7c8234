#!/usr/bin/env node
// Answers --version itself, refuses an old Node.js in words that it understands, then starts the built command line.
import { existsSync, readFileSync, realpathSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LEAST_NODE = [20, 19];
const VERSION_WORDS = new Set(['--version', '-v', 'version']);

// Called by a link in node_modules/.bin, Node.js can be told to take the link for the file (--preserve-symlinks-main).
const root = join(dirname(realpathSync(fileURLToPath(import.meta.url))), '..', '/');
const mainFile = join(root, 'dist', 'cli', 'main.js');
const argv = process.argv.slice(2);

/** The exit code; undefined when the command line has to run. */
function answerAtOnce() {
  const words = argv.filter((word) => word !== '--json');
  if (words.length !== 1 || !VERSION_WORDS.has(words[0])) return undefined;
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const text = argv.includes('--json')
    ? JSON.stringify({ format: 'interform-version/1', exit: 0, diagnostics: [], version })
    : `interform/${version} ${process.platform}-${process.arch} node-${process.version}`;
  try {
    writeSync(1, `${text}\n`);
    return 0;
  } catch (error) {
    return error.code === 'EPIPE' ? 0 : outputLost(error);
  }
}

function outputLost(error) {
  process.stderr.write(`error[output-lost]: the output could not be written: ${error.message}\n`);
  return 1;
}

/** Says on stderr, or in the error document, why nothing can run. */
function refuse(code, summary, help) {
  if (argv.includes('--json')) {
    const diagnostics = [{ code, severity: 'error', summary, help }];
    process.stdout.write(
      `${JSON.stringify({ format: 'interform-error/1', exit: 1, diagnostics }, null, 2)}\n`,
    );
  } else {
    process.stderr.write(`error[${code}]: ${summary}\n   = help: ${help}\n`);
  }
  return 1;
}

function missing() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    const least = LEAST_NODE.join('.');
    return refuse(
      'old-node',
      `interform needs Node.js ${least} or later, this is ${process.versions.node}`,
      'install a newer Node.js',
    );
  }
  if (!existsSync(mainFile)) {
    return refuse(
      'not-built',
      'interform is not built: its folder dist is missing',
      'run npm ci, or npm run build',
    );
  }
  return undefined;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Loading a command takes a moment in which nobody listens to Ctrl-C, and the system would end the process without the
 * document that --json promises. Listens until the command does, or until the returned function is called.
 */
function hearEarlyStop() {
  const dashes = argv.indexOf('--');
  const flags = dashes === -1 ? argv : argv.slice(0, dashes);
  if (!flags.some((word) => word === '--json' || word.startsWith('--json='))) return () => undefined;
  const stop = () => {
    const diagnostics = [
      {
        code: 'interrupted',
        severity: 'error',
        summary: 'Stopped by Ctrl-C before anything was done',
        help: 'run it again',
      },
    ];
    try {
      writeSync(1, `${JSON.stringify({ format: 'interform-error/1', exit: 130, diagnostics }, null, 2)}\n`);
    } catch {
      // Nobody reads it any more.
    }
    process.exit(130);
  };
  const release = () => {
    process.off('newListener', handOver);
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  };
  // Only once the other one listens: without any listener, a signal would end the process.
  const handOver = (event) => {
    if (STOP_SIGNALS.includes(event)) process.nextTick(release);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  process.on('newListener', handOver);
  return release;
}

/** Waits until everything that was printed has gone out. */
async function written() {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise((resolve) => stream.write('', resolve));
  }
}

let lost;

/** An output that cannot be written must not end an apply half-way. */
function hearOutputs() {
  // Whoever read the output has gone, as in `interform plan | head`; anything else is told at the end.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') lost ??= error;
  });
  // The answer is on stdout: that nobody hears the talk changes neither it nor the exit code, and there is nowhere to tell it.
  process.stderr.on('error', () => undefined);
}

async function start(releaseStop) {
  const { crashed, main } = await import(pathToFileURL(mainFile).href);
  let hasCrashed = false;
  process.on('uncaughtException', async (error) => {
    // What fails while it is told would fail again.
    if (hasCrashed) process.exit(1);
    hasCrashed = true;
    releaseStop();
    const exit = await crashed(error, argv, { root });
    await written();
    process.exit(exit);
  });
  // oclif has a listener of its own, which throws.
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  hearOutputs();
  const exit = await main(argv, { root });
  releaseStop();
  await written();
  if (lost === undefined) return exit;
  outputLost(lost);
  // A success that nobody was told of is none. 3: written, and not said so (design 8).
  if (exit !== 0 && exit !== 2) return exit;
  return argv[0] === 'apply' ? 3 : 1;
}

hearOutputs();
process.exitCode = answerAtOnce() ?? missing() ?? (await start(hearEarlyStop()));
// Idle connections must not keep the process.
process.exit();
