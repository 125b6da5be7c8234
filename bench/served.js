// Serves a workspace of the benchmarks while something is measured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('live-server.js', import.meta.url));

/** Runs the work against the stand-in, and returns how many requests that got. */
export async function served(workspace, work) {
  const child = spawn(process.execPath, [server, JSON.stringify(workspace)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = [];
  child.stdout.setEncoding('utf8');
  const [url] = await once(child.stdout, 'data');
  child.stdout.on('data', (text) => lines.push(text));
  try {
    await work(url.trim());
  } finally {
    child.kill();
    await once(child, 'close');
  }
  return JSON.parse(lines.join(''));
}
