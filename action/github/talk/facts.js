// The documents that the command left beside its Markdown.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '../api.js';

/** undefined where the command did not get as far, or another version of it writes none. */
export function readFacts(name) {
  try {
    return JSON.parse(readFileSync(join(env('FOLDER'), name), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Empty where there is none. */
export function readText(name) {
  try {
    return readFileSync(join(env('FOLDER'), name), 'utf8').trim();
  } catch {
    return '';
  }
}
