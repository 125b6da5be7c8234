// What was found of allowances, for the command line, the seal and people.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, say, warn } from '../api.js';
import { subject } from '../names.js';

/** The environment and project as labels write them: plain, but for what keeps the two apart. */
export function labelSubject() {
  return subject((text) => text.replaceAll(/[%@]/g, encodeURIComponent));
}

/** @param {readonly { number: number, allowed: readonly object[], refused: readonly object[] }[]} pulls */
export function keepAllowances(pulls) {
  const allowed = pulls.flatMap((one) => one.allowed);
  for (const { number, refused } of pulls)
    for (const { how, text, verb, limit, why } of refused)
      warn(
        `The ${how} ${JSON.stringify(text ?? `${verb}=${limit}`)} of pull request ${number} does not count: ${why}.`,
      );
  for (const one of allowed) say(`${wordsOf(one)}, allowed by ${one.by} with a ${one.how}`);
  keep('allowances', linesOf(allowed));
  keep('allowed.json', `${JSON.stringify(allowed)}\n`);
  const words = allowed.map((one) => `Allowed by \`${one.by}\` with a ${one.how}: ${wordsOf(one)}.`);
  keep('allowed.md', words.length === 0 ? '' : `\n${words.join('\n')}\n`);
}

/** Of several pull requests each was let do its own. */
function linesOf(allowed) {
  const limits = new Map();
  for (const { verb, limit } of allowed) limits.set(verb, (limits.get(verb) ?? 0) + limit);
  return [...limits].map(([verb, limit]) => `--allow=${verb}=${limit}\n`).join('');
}

function wordsOf({ verb, limit }) {
  return `at most ${limit} \`${verb}\``;
}

function keep(name, text) {
  writeFileSync(join(env('FOLDER'), name), text);
}
