import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Whether this folder, or one above it, is a checkout of git. Starting git to be told that there is none takes longer. */
export function isInCheckout(folder: string): boolean {
  const parent = dirname(folder);
  return existsSync(join(folder, '.git')) || (parent !== folder && isInCheckout(parent));
}
