import { type SearchRoom, usualRoom } from '../../kinds/contact/calls/look-up.ts';
import type { WorkspaceFacts } from '../../types/facts.ts';

/** Lets searches be as large as a probe has seen them accepted. */
export function heedSearches(room: SearchRoom, { found }: WorkspaceFacts): void {
  if (found.nested_or === 'refused') room.nests = false;
  // A workspace that refuses every OR is asked for one key at a time.
  if (found.or_most !== null) room.perGroup = Math.max(1, found.or_most);
}

/** The room of a run in a workspace with these facts. */
export function roomOf(facts: WorkspaceFacts): SearchRoom {
  const room = usualRoom();
  heedSearches(room, facts);
  return room;
}
