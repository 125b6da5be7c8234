import { isLonger } from '../../types/characters.ts';

/** No source states a maximum for names and options; they are kept to what string values hold (intercom 3.5). */
export const longestText = 255;

/** Whether a name or an option has 1 to 255 characters and no space around them. */
export function isPlain(text: string): boolean {
  return text !== '' && text.trim() === text && !isLonger(text, longestText);
}
