// Whether an apply did all that was approved, and left only what nobody had reviewed, such as what drifted meanwhile. Pure.

/** What `interform apply` says of a change that no receipt holds, or that needs one. */
const UNREVIEWED = /\bnot reviewed\b/;
/** Outcomes in which something that was approved did not come to be. */
const UNDONE = ['failed', 'stale', 'skipped', 'unknown'];

/**
 * How many changes were left because nobody had reviewed them; 0 where anything else is wrong too.
 * @param {string} exit the exit code of apply.
 * @param {object | undefined} result its JSON; undefined where it left none.
 * @param {number} approved how many changes the receipts hold.
 * @param {number} refused how many merged pull requests brought no receipt: what only they showed is left too, and is no drift.
 */
export function onlyUnreviewed(exit, result, approved, refused = 0) {
  if (result === undefined || refused > 0) return 0;
  const { summary, results, diagnostics } = result;
  const left = results.filter(({ outcome }) => outcome === 'not_attempted');
  if (UNDONE.some((outcome) => summary[outcome] > 0)) return 0;
  if (exit === '3') {
    const isClean = diagnostics.every(({ severity }) => severity !== 'error');
    return isClean && left.every(({ reason = '' }) => UNREVIEWED.test(reason)) ? left.length : 0;
  }
  // Where all of the plan is unreviewed, apply refuses it. With nothing approved there was nothing to do.
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const isRefused =
    exit === '1' && errors.length > 0 && errors.every(({ code }) => code === 'unexpected-plan');
  return isRefused && approved === 0 ? left.length : 0;
}
