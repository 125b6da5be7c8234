/** What Intercom moves in a merge, in the order in which it is told. */
const ORDER = ['conversations', 'tickets', 'phone_calls', 'notes', 'tags'];

/** `12 conversations, 1 ticket`; empty where nothing moves. What is not known yet comes last. */
export function movesText(moves: Readonly<Record<string, number>>): string {
  const others = Object.keys(moves).filter((what) => !ORDER.includes(what));
  return [...ORDER.filter((what) => moves[what] !== undefined), ...others]
    .map((what) => {
      const count = moves[what] ?? 0;
      const words = what.replaceAll('_', ' ');
      return `${count} ${count === 1 ? words.replace(/s$/, '') : words}`;
    })
    .join(', ');
}
