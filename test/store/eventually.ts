import { vi } from 'vitest';

/** Waits until the check holds. The limit is only for what hangs; no test may fail because a machine is slow. */
export function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 300_000, interval: 20 });
}
