/** What Intercom moves in a merge, by its names, as one and as many. */
const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  conversations: ['conversation', 'conversations'],
  tickets: ['ticket', 'tickets'],
  phone_calls: ['phone call', 'phone calls'],
  notes: ['note', 'notes'],
  tags: ['tag', 'tags'],
};

/** `12 conversations, 1 ticket`; empty where nothing moves. */
export function movesText(moves: Readonly<Record<string, number>>): string {
  const known = Object.keys(WORDS).filter((what) => moves[what] !== undefined);
  const others = Object.keys(moves).filter((what) => WORDS[what] === undefined);
  return [...known, ...others]
    .map((what) => {
      const count = moves[what] ?? 0;
      const [one, many] = WORDS[what] ?? [what, what];
      return `${count} ${count === 1 ? one : many}`;
    })
    .join(', ');
}
