// Applies of many creates, one request each, with nothing to wait for: what they keep in memory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ATTRIBUTES, csvHeader, csvRow } from './contacts.js';
import { measured } from './measure.js';
import { served } from './served.js';

const cli = fileURLToPath(new URL('../bin/run.js', import.meta.url));
/** Requests in ten seconds: more than any machine sends. */
const LIMIT = 100_000_000;

/** Yields `{ changes, ms, cpuMs, mb, anonMb, firstMb, lastMb, requests }` for each number of changes. */
export async function* applies({ sizes }) {
  for (const changes of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'interform-bench-'));
    try {
      yield { changes, ...(await applied(folder, changes)) };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function applied(folder, changes) {
  mkdirSync(join(folder, 'migrations'));
  writeFileSync(
    join(folder, 'interform.yaml'),
    'apiVersion: interform/v1\nkind: Project\nrate_limit: { share: 1 }\nworkspace: { timezone: UTC }\nbulk: off\n',
  );
  writeFileSync(join(folder, 'migrations', '0001-people.yaml'), manifest());
  writeFileSync(join(folder, 'migrations', 'people.csv'), rows(changes));
  let took;
  const { requests } = await served({ live: 0, limit: LIMIT }, async (url) => {
    const env = { INTERCOM_BASE_URL: url, INTERCOM_ACCESS_TOKEN: 'bench', CI: 'true' };
    const args = [cli, 'apply', '--auto-approve', '--allow', `create=${changes}`];
    took = await measured(args, { cwd: folder, env });
  });
  return { ...took, requests };
}

function manifest() {
  const attributes = Object.entries(ATTRIBUTES).map(([name, type]) => `  ${name}: { type: ${type} }\n`);
  return `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
${attributes.join('')}---
apiVersion: interform/v1
kind: ContactSet
name: people
source: { file: people.csv }
`;
}

function* lines(changes) {
  yield csvHeader();
  for (let n = 0; n < changes; n++) yield csvRow(n);
}

function rows(changes) {
  return [...lines(changes)].join('');
}
