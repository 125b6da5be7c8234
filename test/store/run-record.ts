import type { RunRecord } from '../../src/types/store.ts';

/** A run of Ada in the workspace acme; open, unless `run` has an end. */
export function runRecord(run: Partial<RunRecord> = {}): RunRecord {
  return {
    id: '20261128T164400Z-7f3a9c',
    workspace: 'acme',
    environment: null,
    started_at: Date.UTC(2026, 10, 28, 16, 44),
    tool: '0.1.0',
    digest: `sha256:${'0'.repeat(64)}`,
    manifests: { digest: `sha256:${'1'.repeat(64)}`, version: '0003' },
    by: { name: 'ada' },
    keep_values: true,
    durable: true,
    key: '01234567',
    ...run,
  };
}
