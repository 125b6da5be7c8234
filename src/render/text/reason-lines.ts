import { wrap } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';

/** Before a command at the end of a reason. */
export const COMMAND = ': interform ';

/**
 * A reason in lines of at most `room` columns. A command at its end stands on a line of its own, whole, so that it can be pasted.
 * After an entry with the same words only the command is repeated.
 */
export function reasonLines(reason: string, room: number, previous?: string): string[] {
  const at = reason.lastIndexOf(COMMAND);
  if (at === -1) return wrap(inert(reason), room);
  const words = reason.slice(0, at + 1);
  const isSaid = previous?.startsWith(`${words} `) === true;
  return [...(isSaid ? [] : wrap(inert(words), room)), inert(reason.slice(at + ': '.length))];
}
