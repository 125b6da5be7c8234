// Full scans of N contacts, spread over days, with the latency of a network and the limit of an ordinary app: `interform audit
// contacts`, and beside it one cursor that does nothing else.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measured } from './measure.js';
import { served } from './served.js';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** 10,000 requests a minute. */
const LIMIT = 1667;
const LATENCY_MS = 120;

/** How the contacts of a workspace were created. */
const SPREADS = {
  'over years': 500,
  'on three days': 1,
};

/** Yields `{ contacts, spread, scan, cursor, requests, ratio }` for each spread. */
export async function* fullScans({ contacts }) {
  const project = mkdtempSync(join(tmpdir(), 'interform-bench-'));
  writeFileSync(join(project, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\n');
  try {
    for (const [spread, everySeconds] of Object.entries(SPREADS)) {
      const workspace = { live: contacts, everySeconds, latencyMs: LATENCY_MS, limit: LIMIT };
      let scan;
      let cursor;
      const { requests } = await served(workspace, async (url) => {
        const env = { INTERCOM_BASE_URL: url, INTERCOM_ACCESS_TOKEN: 'bench', CI: 'true' };
        scan = await measured([here('../bin/run.js'), 'audit', 'contacts'], { cwd: project, env });
      });
      await served(workspace, async (url) => {
        cursor = await measured([here('one-cursor.js'), url]);
      });
      yield { contacts, spread, scan, cursor, requests, ratio: cursor.ms / scan.ms };
    }
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}
