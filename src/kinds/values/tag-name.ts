import { isLonger } from '../../types/characters.ts';
import { isUnusable } from './unusable-name.ts';

/** Not documented by Intercom; the limit of string values is used (intercom 5.1). */
export const LONGEST_TAG_NAME = 255;

/** Whether a manifest can declare a tag of this name. */
export function isTagName(name: string): boolean {
  return hasTagForm(name) && !isUnusable(name, 'name');
}

/** Whether the length of a tag's name, and the space around it, are allowed. */
export function hasTagForm(name: string): boolean {
  return name !== '' && name.trim() === name && !isLonger(name, LONGEST_TAG_NAME);
}
