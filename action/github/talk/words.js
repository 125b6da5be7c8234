// What a plan and an apply came to, in a line. Pure: facts are the documents of plan and apply --json, undefined where there is none.

const VERBS = ['create', 'update', 'convert', 'merge', 'archive', 'unarchive', 'delete'];
const OUTCOMES = ['done', 'already', 'failed', 'stale', 'skipped', 'unknown', 'not_attempted'];
/** Named where there are none, too. */
const ALWAYS = ['done', 'failed'];

/** `3 changes: 1 to create, 2 to update`; undefined where there was no plan. */
export function planCounts(plan) {
  if (plan?.summary === undefined) return undefined;
  const counts = VERBS.map((verb) => ({ verb, count: plan.summary[verb] ?? 0 })).filter(
    ({ count }) => count > 0,
  );
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 'no changes';
  const words = counts.map(({ verb, count }) => `${number(count)} to ${verb}`);
  return `${number(total)} ${total === 1 ? 'change' : 'changes'}: ${words.join(', ')}`;
}

/** `3 done, 0 failed, 1 not attempted`; undefined where nothing was run. */
export function resultCounts(result) {
  if (result?.summary === undefined) return undefined;
  return OUTCOMES.map((outcome) => ({ outcome, count: result.summary[outcome] ?? 0 }))
    .filter(({ outcome, count }) => count > 0 || ALWAYS.includes(outcome))
    .map(({ outcome, count }) => `${number(count)} ${outcome.replace('_', ' ')}`)
    .join(', ');
}

/** What the rate limit makes of the plan's requests: how long an apply takes at least. */
export function timeOf(plan) {
  const { writes, seconds, recheck } = plan?.cost ?? {};
  if (!(writes > 0)) return undefined;
  const requests = writes + (recheck?.reads ?? 0);
  return `at least ${duration(seconds)} to apply, by Intercom’s rate limit (${number(requests)} ${requests === 1 ? 'request' : 'requests'})`;
}

function duration(seconds) {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function number(count) {
  return count.toLocaleString('en-US');
}
