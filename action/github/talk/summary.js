// The summary of the job.
import { appendFileSync, statSync } from 'node:fs';
import { env } from '../api.js';

/** GitHub drops the whole summary of a step that is longer (1,024 KiB). */
const MOST_BYTES = 1024 * 1024;
const CUT = '\n\n**The rest does not fit into a summary: the full report and the log of the job have it.**\n';

export function summarize(text) {
  const file = env('GITHUB_STEP_SUMMARY');
  const left = MOST_BYTES - (statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  appendFileSync(file, `${shorten(text.trimEnd(), left - 1)}\n`);
}

/** The text, or as many whole lines of it as the room holds beside a word that some are missing. */
export function shorten(text, most) {
  if (Buffer.byteLength(text) <= most) return text;
  let room = most - Buffer.byteLength(CUT);
  const kept = [];
  for (const line of text.split('\n')) {
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) break;
    kept.push(line);
  }
  return `${kept.join('\n')}${CUT}`;
}
