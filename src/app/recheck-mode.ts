import type { Project } from '../types/project.ts';
import type { RecheckMode } from '../types/recheck.ts';

/** If the user is asked for longer than this, the plan counts as old as one from a file (design 7.3). */
const FRESH_MS = 30_000;

/**
 * How much is read again before it is written (design 7.3): `--recheck`, else `recheck:` of the project file, else `each` for a
 * saved plan and `batch` for a plan of the same run.
 */
export function recheckMode(facts: {
  /** `--recheck`. */
  readonly flag: RecheckMode | undefined;
  readonly project: Pick<Project, 'recheck'>;
  /** Whether the plan is read from a file, or saved for another run. */
  readonly saved: boolean;
}): RecheckMode {
  const { flag, project, saved } = facts;
  return flag ?? project.recheck ?? (saved ? 'each' : 'batch');
}

/** Whether the user was asked for so long that what was read no longer counts. */
export function isOutdated(stoodMs: number): boolean {
  return stoodMs > FRESH_MS;
}
