import { addressSegments } from '../../types/address.ts';

/** Whether a pattern may match an address that begins with `start`, percent-encoded or decoded. */
export function mayMatchBelow(glob: string, start: string): boolean {
  return reaches(glob, start) || (start.includes('%') && reaches(glob, decoded(start)));
}

/** Tracks all positions in the pattern that `start` can lead to. */
function reaches(glob: string, start: string): boolean {
  const tokens = glob.match(/\*\*|[\s\S]/g) ?? [];
  let at = withSkipped(new Set([0]), tokens);
  for (const char of start) {
    const next = new Set<number>();
    for (const place of at) {
      const token = tokens[place];
      if (token === '**' || (token === '*' && char !== '/')) next.add(place);
      else if (token === char || (token === '?' && char !== '/')) next.add(place + 1);
    }
    at = withSkipped(next, tokens);
  }
  return at.size > 0;
}

/** A star may match nothing: adds the position after it. */
function withSkipped(places: Set<number>, tokens: readonly string[]): Set<number> {
  for (const place of places) if (tokens[place]?.startsWith('*') === true) places.add(place + 1);
  return places;
}

function decoded(start: string): string {
  return addressSegments(start).join('/');
}
