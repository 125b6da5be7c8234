import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readCase, readExpected, writeExpected } from './golden-case.ts';
import { runCase } from './run-case.ts';

const folder = fileURLToPath(new URL('cases', import.meta.url));
/** Fewer folders than this mean that they were not found. */
const leastCases = 200;
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

const found = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name === 'case.json')
  .map((entry) => entry.parentPath)
  .sort();

/**
 * A folder for each scenario (design 11): a project, `live.json` and the plan that they come to. Golden files are read
 * and judged like code; `UPDATE_GOLDEN=1 npx vitest run test/golden` rewrites them, and the diff is then reviewed.
 */
describe('golden cases', () => {
  it('are all there', () => {
    expect(found.length).toBeGreaterThanOrEqual(leastCases);
  });

  for (const path of found) {
    const { title } = readCase(path);
    it(`${path.slice(folder.length + 1)}: ${title}`, async () => {
      const outcome = await runCase(path, readCase(path));
      if (isUpdate) writeExpected(path, outcome.files);
      // One text per case, so that a difference is shown as one diff with file names.
      expect(joined(outcome.files)).toBe(joined(readExpected(path)));
      expect(outcome.problems).toEqual([]);
    });
  }
});

function joined(files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `===== ${name} =====\n${text}`)
    .join('\n');
}
