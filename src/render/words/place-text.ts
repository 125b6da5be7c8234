import { spot } from '../../types/place.ts';
import { inert } from './inert.ts';

/** Where something is declared: `file:line`, or `file row 3` for a row of a source. */
export function placeText(place: Parameters<typeof spot>[0]): string {
  return inert(spot(place));
}
