// Which comments of ours stand, and what a new word does to them. Pure: comments come as the API gives them.
//
//   of the same thing as the newest that stands  ──▶ that one is updated in place
//   of another thing                             ──▶ a new comment; those that stood are set aside, whole, as out of date
//
// So what somebody has read is never replaced by something else under the same link. A comment of anybody else is left alone,
// whatever marker it has.

/** Left of GitHub's 65,536 characters for what is put on top of a comment that is set aside. */
const ASIDE_CHARACTERS = 600;
export const MOST_CHARACTERS = 65_536 - ASIDE_CHARACTERS;

/** The first two lines of a comment: what finds it again, and what it is of, such as the digest of a plan. */
export function headOf(mark, of) {
  return [mark, `<!-- of: ${of === '' ? 'none' : of} -->`];
}

/** The comments that stand for this marker, oldest first. */
export function standing(comments, { mark, login }) {
  return comments
    .filter(({ user, body }) => user?.login === login && linesOf(body)[0] === mark)
    .sort((a, b) => a.id - b.id);
}

/** `update`: the comment to write into; undefined: a new one. `aside`: those that are out of date then. */
export function decide(comments, { mark, of, login }) {
  const found = standing(comments, { mark, login });
  const newest = found.at(-1);
  if (newest === undefined || !isOf(newest, { mark, of })) return { update: undefined, aside: found };
  return { update: newest, aside: found.slice(0, -1) };
}

/** The newest comment of ours of this very thing. */
export function newestOf(comments, { mark, of, login }) {
  return standing(comments, { mark, login })
    .filter((comment) => isOf(comment, { mark, of }))
    .at(-1);
}

function isOf({ body }, { mark, of }) {
  return linesOf(body)[1] === headOf(mark, of)[1];
}

/** A comment that is set aside: everything it said, below a line that says what to read instead. It is found no more. */
export function asideBody(body, { newer, isHidden }) {
  const note = `**Out of date.** [A newer comment](${newer}) stands in its place: what is below is no longer what would be applied.`;
  const whole = isHidden
    ? [body]
    : ['<details><summary>What stood here</summary>', '', body, '', '</details>'];
  return ['<!-- interform: out of date -->', note, '', ...whole].join('\n');
}

function linesOf(body) {
  return (body ?? '').split(/\r?\n/, 2);
}
