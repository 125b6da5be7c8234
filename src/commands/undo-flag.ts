import { Flags } from '@oclif/core';
import type { PlanningFlags } from './planning-flags.ts';
import { UsageError, usageError } from './usage.ts';

/** `--undo`, the same on plan and apply. */
export const undoFlag = {
  undo: Flags.string({
    helpValue: 'RUN',
    description: 'Undo an earlier run: its id from interform history, or last.',
  }),
};

/** Throws a UsageError for flags that have no effect with an undo, which is not planned from manifests. */
export function refuseWithUndo(flags: PlanningFlags & { readonly snapshot?: string | undefined }): void {
  const names = (['to', 'data', 'snapshot'] as const).filter((name) => flags[name] !== undefined);
  if (names.length === 0) return;
  throw new UsageError(
    names.map((name) =>
      usageError(
        'flag-without-effect',
        `--${name} has no effect with --undo`,
        'leave it out: an undo is planned from what the run wrote and from what Intercom holds now',
      ),
    ),
  );
}
