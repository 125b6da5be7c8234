import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { readPage } from './pages.ts';
import { walkThrough } from './walk-through.ts';

const missing = ['bash', 'curl', 'git'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
const why = missing.length === 0 ? '' : ` (skipped: ${missing.join(' and ')} not found)`;

/** Thirty processes one after the other; a machine that does other work too takes its time. */
const timeoutMs = 600_000;

describe.skipIf(missing.length > 0)(`the walk-throughs of the pages${why}`, () => {
  it.for([
    ['docs/guides/getting-started.md', 20],
    ['docs/guides/emulator.md', 8],
    ['docs/guides/probe.md', 7],
    ['docs/guides/new-from-a-file.md', 2],
    ['docs/guides/adopting.md', 17],
    ['docs/guides/generated-types.md', 7],
    ['docs/guides/ci.md', 35],
    ['docs/guides/undoing.md', 9],
    ['docs/guides/erasing-people.md', 20],
    ['docs/guides/lifecycle.md', 25],
    ['docs/guides/teams.md', 3],
    ['docs/guides/changing-attributes.md', 14],
    ['docs/guides/promoting.md', 20],
    ['docs/guides/when-an-apply-fails.md', 40],
    ['docs/reference/library.md', 2],
    ...kinds.flatMap(({ page }) => (page === undefined ? [] : [[`docs/${page}`, 5] as const])),
  ] as const)('%s does what it says', { timeout: timeoutMs }, async ([path, least], { signal }) => {
    expect(await walkThrough(readPage(path), signal)).toBeGreaterThanOrEqual(least);
  });
});
