// The apply itself.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interform } from '../interform.js';

/** Runs what one of the receipts holds, and the preview too where there is one. `onlyUnreviewed`: all that was approved is done. */
export function applyReviewed(flags, receipts, preview) {
  const folder = mkdtempSync(join(tmpdir(), 'interform-receipts-'));
  const at = (name) => join(folder, name);
  try {
    for (const { job, bytes } of receipts) writeFileSync(at(`${job}.receipt`), bytes, { mode: 0o600 });
    if (preview !== undefined) writeFileSync(at('preview.receipt'), preview.bytes, { mode: 0o600 });
    const { exit, stdout } = interform([
      'apply',
      ...flags,
      '--auto-approve',
      '--format=markdown',
      `--report=json=${at('result.json')}`,
      ...receipts.map(({ job }) => `--expect=${at(`${job}.receipt`)}`),
      ...(preview === undefined ? [] : [`--within=${at('preview.receipt')}`]),
    ]);
    const result = existsSync(at('result.json')) ? JSON.parse(readFileSync(at('result.json'), 'utf8')) : {};
    return { exit, stdout, onlyUnreviewed: leavesOnlyUnreviewed(result) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Whether nothing is left but changes that nobody reviewed, such as drift: 3, or 4 where there was nothing else to do.
 * @param {{ exit?: number, summary?: Record<string, number>, diagnostics?: readonly { code: string, severity: string }[] }} result what
 *   interform apply --report json=FILE saves.
 */
export function leavesOnlyUnreviewed({ exit, summary = {}, diagnostics = [] }) {
  const others = ['failed', 'stale', 'skipped', 'unknown'].filter((outcome) => summary[outcome] !== 0);
  const errors = diagnostics.filter(
    ({ severity, code }) => severity === 'error' && code !== 'unexpected-plan',
  );
  return (
    (exit === 3 || exit === 4) &&
    others.length === 0 &&
    errors.length === 0 &&
    diagnostics.some(({ code }) => code === 'not-reviewed')
  );
}
