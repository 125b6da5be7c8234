import { isUnusable } from './unusable-name.ts';

/** Not documented; kept to what string values hold (intercom 5.1). */
export const LONGEST_TAG_NAME = 255;

/** Whether a manifest can name a tag so. */
export function isTagName(name: string): boolean {
  return hasTagForm(name) && !isUnusable(name, 'name');
}

/** Whether a name is one by its length and the space around it. */
export function hasTagForm(name: string): boolean {
  return name !== '' && name.trim() === name && name.length <= LONGEST_TAG_NAME;
}
