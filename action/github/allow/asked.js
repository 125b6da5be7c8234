// What a label, or a line of a review, asks for: `interform/allow merge=50 in production`. Pure.

/** As the command line knows them. */
export const VERBS = [
  'archive',
  'merge',
  'convert',
  'drop_option',
  'retype',
  'delete',
  'resubscribe',
  'skip',
  'rekey',
  'detach',
  'create',
  'update',
];

/**
 * @param {string} text a label, or a line of a review.
 * @param {string} subject the environment and project of this job, as labels write it.
 * @returns {{ verb: string, limit: number } | { problem: string } | undefined} undefined: nothing that concerns this subject.
 */
export function askedIn(text, subject) {
  const plain = text.normalize('NFC').trim();
  if (!/^interform\/allow\b/i.test(plain)) return undefined;
  const written = /^interform\/allow ([a-z_]+)=(\d{1,15})(?: in (\S.*))?$/i.exec(plain);
  if (written === null) return { problem: `write it as ${example('merge=50', subject)}` };
  const [, verb = '', number = '', named = ''] = written;
  if (named !== subject.normalize('NFC')) {
    // A label holds for one subject: one without a name would release what its giver has never looked at.
    return named === ''
      ? { problem: `name what it is for: ${example(`${verb}=${number}`, subject)}` }
      : undefined;
  }
  if (VERBS.includes(verb)) return { verb, limit: Number(number) };
  return {
    problem:
      verb === 'incomplete_read' ? 'an incomplete read cannot be allowed' : `verbs are ${VERBS.join(', ')}`,
  };
}

function example(allowance, subject) {
  return `interform/allow ${allowance}${subject === '' ? '' : ` in ${subject}`}`;
}

/** The lines of a review that somebody who reads it takes for its words: none of code, and none that is not shown. */
export function linesOf(body) {
  const shown = body.replaceAll(/<!--.*?(?:-->|$)/gs, '');
  const lines = [];
  let fence;
  for (const line of shown.split(/\r\n|\r|\n/)) {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined) fence = mark;
    else if (!/^(?: {4}|\t)/.test(line)) lines.push(line);
  }
  return lines;
}
