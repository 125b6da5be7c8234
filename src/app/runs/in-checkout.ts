import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether the folder is in a git checkout. Looks for `.git`, because starting git only to learn that there is none takes longer. */
export function isInCheckout(folder: string): boolean {
  const parent = dirname(folder);
  return existsSync(join(folder, '.git')) || (parent !== folder && isInCheckout(parent));
}
