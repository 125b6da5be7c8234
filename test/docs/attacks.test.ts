import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCENARIOS as GITLAB } from '../action/gitlab/scenarios.ts';
import { root } from './pages.ts';

const PATH = join(root, 'docs/guides/ci-attacks.md');
const HEAD = ['| scenario | expected | seen |', '| --- | --- | --- |'];
/** Groups of digits and words that differ from run to run. */
const VARYING = /\\[dw]\+/g;

describe('the page of what was tried against an approval', () => {
  it.each([['gitlab', gitlabTable(), 35]] as const)(
    'shows what the tests of %s expect and see: UPDATE_ATTACKS=1 writes it',
    (system, table, least) => {
      expect(table.filter((line) => line.startsWith('| ')).length).toBeGreaterThan(least);
      const [start, end] = [`<!-- ${system} -->\n`, `<!-- /${system} -->`];
      const text = readFileSync(PATH, 'utf8');
      const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
      expect(to).toBeGreaterThanOrEqual(from);
      const made = `\n${table.join('\n')}\n\n`;
      if (process.env['UPDATE_ATTACKS'] === '1')
        writeFileSync(PATH, `${text.slice(0, from)}${made}${text.slice(to)}`);
      else expect(text.slice(from, to)).toBe(made);
    },
  );
});

function gitlabTable(): readonly string[] {
  const rows = GITLAB.map(({ scenario, expected, applied, why }) =>
    row(scenario, expected, seen(applied ?? 'nothing', why === undefined ? '' : wordsOf(why))),
  );
  return [...HEAD, ...rows];
}

function seen(live: string, log: string): string {
  return log === '' ? live : `${live}: “${log}”`;
}

/** What a pattern of the log looks for, as a person reads it. */
function wordsOf({ source }: RegExp): string {
  return source.replaceAll(VARYING, '…').replaceAll(/\\(.)/g, '$1');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/[|*<]/g, '\\$&')).join(' | ')} |`;
}
