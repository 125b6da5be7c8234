// The emulator as a process of its own, with the limit of an ordinary app and the latency of a network.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../bin/run.js', import.meta.url));
/** 10,000 requests a minute. */
const LIMIT = 1667;
/** Windows of the limit last ten seconds. */
const WINDOW_MS = 10_000;
/** Each answer takes 60 to 180 ms, 120 on average. */
const LEAST_LATENCY_MS = 60;
const LATENCY_SPREAD = 'delay:0.5@8,delay:0.5@16,delay:0.5@32,delay:0.5@64,seed=7';
const LATENCY_MS = 120;
const HEADERS = { Authorization: 'Bearer bench' };

/**
 * Runs the work against a new emulator, and returns what that counted: `requests`, and those of them that were `refused` for the
 * limit.
 */
export async function emulated({ folder, seed, indexLagMs = 0, switches = '' }, work) {
  const file = join(folder, 'seed.json');
  writeFileSync(file, JSON.stringify(seed));
  const flags = ['--rate-limit', LIMIT, '--latency', LEAST_LATENCY_MS, '--index-lag', indexLagMs];
  const faults = switches === '' ? LATENCY_SPREAD : `${LATENCY_SPREAD},${switches}`;
  const child = spawn(
    process.execPath,
    [
      ...[cli, 'emulator', '--port', '0', '--json', '--seed', file, ...flags.map(String)],
      ...['--faults', faults],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const url = await urlOf(child);
    await work(url);
    const health = await (await fetch(`${url}/_emulator/health`)).json();
    return {
      requests: health.requests.kept + health.requests.dropped,
      refused: health.requests.rate_limited,
    };
  } finally {
    child.kill();
  }
}

function urlOf(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /"url":\s*"([^"]+)"/.exec(text);
      if (found) resolve(found[1]);
    });
    child.on('exit', () => reject(new Error(`the emulator ended: ${text}`)));
  });
}

/** Resolves at the beginning of a window, so that no run has more of one than another. */
export async function nextWindow() {
  const rest = WINDOW_MS - (Date.now() % WINDOW_MS);
  await new Promise((resolve) => setTimeout(resolve, rest + 50));
}

/** The least time that the limit makes so many requests take: whole windows, then the answers of the rest. */
export function boundMs(requests) {
  const windows = Math.ceil(requests / LIMIT) - 1;
  return windows * WINDOW_MS + LATENCY_MS;
}

/** A call as a script makes it. Throws for anything but a success. */
export async function call(url, method, path, body) {
  const answer = await fetch(url + path, {
    method,
    headers: { ...HEADERS, 'Content-Type': 'application/json', 'Intercom-Version': '2.16' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
