// Where a word to people does not get through, that is said in the log and in the summary, and nothing else is lost.
import { warn } from '../api.js';
import { inert } from './inert.js';
import { summarize } from './summary.js';

/** @param {string} what begins a sentence, such as `The plan was not commented` */
export function lost(what, error, help) {
  const text = `${what}: ${error.message}. ${help}`;
  warn(text);
  summarize(`> [!WARNING]\n> ${inert(text)}`);
}
