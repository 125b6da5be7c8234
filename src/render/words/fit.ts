/** How much of the room goes to the beginning of what is cut; the rest goes to the end. */
const HEAD_SHARE = 0.75;

export interface Fitted<T> {
  readonly head: readonly T[];
  readonly hidden: number;
  readonly tail: readonly T[];
}

/**
 * As many of `count` blocks as fit into `room`, taken out of the middle where they do not. A block is only made when there is
 * room for it: nobody renders a hundred thousand to show a thousand.
 */
export function fitMiddle<T>(
  count: number,
  room: number,
  make: (index: number) => { readonly block: T; readonly size: number },
): Fitted<T> {
  const head: T[] = [];
  let used = 0;
  let spare: { readonly block: T; readonly size: number } | undefined;
  while (head.length < count) {
    const made = make(head.length);
    if (used + made.size > room * HEAD_SHARE) {
      spare = made;
      break;
    }
    head.push(made.block);
    used += made.size;
  }
  const tail: T[] = [];
  while (head.length + tail.length < count) {
    const index = count - 1 - tail.length;
    const made = spare !== undefined && index === head.length ? spare : make(index);
    if (used + made.size > room) break;
    tail.unshift(made.block);
    used += made.size;
  }
  return { head, hidden: count - head.length - tail.length, tail };
}
