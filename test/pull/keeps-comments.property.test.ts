import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTally, LAW_TIMEOUT } from '../properties/tally.ts';
import { oddWorkspaces } from './odd-workspaces.ts';
import { ALL, inWorld } from './pulled-world.ts';

/** Each run is two pulls of two workspaces. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_102);

/** A comment of its own at the end of every line that can have one, and a line of comment now and then. */
function commented(text: string, file: string): string {
  const lines = text.split('\n').map((line, index) => {
    if (line === '' || line === '---') return line;
    const indent = /^ */.exec(line)?.[0] ?? '';
    const before = index % 3 === 1 ? `${indent}# above ${file}:${index}\n` : '';
    return line.startsWith('#') ? line : `${before}${line} # at ${file}:${index}`;
  });
  return lines.join('\n');
}

const commentsIn = (texts: Iterable<string>) =>
  [...texts].flatMap((text) => text.match(/# (?:at|above) \S+:\d+/g) ?? []).sort();

it(
  'a pull after hand edits and drift keeps every comment, and leaves nothing to pull',
  LAW_TIMEOUT,
  async () => {
    const tally = createTally();
    const property = fc.asyncProperty(oddWorkspaces, oddWorkspaces, async (first, second) => {
      await inWorld(first, {}, async (world) => {
        await world.pulled(ALL);
        const files = Object.fromEntries(
          [...world.files()].map(([file, text]) => [
            file,
            file.endsWith('.yaml') ? commented(text, file) : text,
          ]),
        );
        await inWorld(second, files, async (later) => {
          const { document, diagnostics } = await later.run(ALL);
          const texts = later.files();
          tally.see({
            pulled: document !== undefined,
            changed: document?.files.some(({ changed }) => changed > 0) === true,
            removed: [...texts].some(([file, text]) => /^ *# at /m.test(text) && file in files),
          });
          if (document === undefined) {
            // Said, and nothing is written.
            expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
            expect(Object.fromEntries(texts)).toEqual(files);
            return;
          }
          expect(commentsIn(texts.values())).toEqual(commentsIn(Object.values(files)));
          expect((await later.pulled(ALL, { check: true })).files).toEqual([]);
        });
      });
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });
    tally.expectShares({ pulled: 0.7, changed: 0.7, removed: 0.3 });
  },
);
