import { inert } from './inert.ts';
import { wrap } from './width.ts';

/** Before a command at the end of a reason. */
const COMMAND = ': interform ';

/** A reason in lines of at most `room` columns. A command at its end stands on a line of its own, whole, so that it can be pasted. */
export function reasonLines(reason: string, room: number): string[] {
  const at = reason.lastIndexOf(COMMAND);
  if (at === -1) return wrap(inert(reason), room);
  const words = reason.slice(0, at + 1);
  return [...wrap(inert(words), room), inert(reason.slice(at + ': '.length))];
}
