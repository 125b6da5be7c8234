import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NO_ALLOWANCES, REFUSED_LABELS, REFUSED_REVIEWS } from '../action/github/allow/attempts.ts';
import { SCENARIOS as GITLAB } from '../action/gitlab/scenarios.ts';
import { SCENARIOS as GITHUB } from '../action/scenarios.ts';
import { codeSpans, readPage, root, tableRows } from './pages.ts';

const PATH = join(root, 'docs/guides/ci-attacks.md');
const HEAD = ['| scenario | expected | seen |', '| --- | --- | --- |'];
/** Groups of digits and words that differ from run to run. */
const VARYING = /\\[dw]\+/g;

describe('the page of what was tried against an approval', () => {
  it.each([
    ['github', githubTables(), 55],
    ['gitlab', gitlabTable(), 35],
  ] as const)(
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

it('the page of GitHub explains messages that the action says', () => {
  const rows = tableRows(readPage('docs/guides/ci-github.md'), 'When something is refused');
  const messages = rows.flatMap(([message = '']) => codeSpans(message));
  expect(messages.length).toBeGreaterThan(12);
  const said = readdirSync(join(root, 'action/github'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(root, 'action/github', name), 'utf8').toLowerCase())
    .join('\n');
  // Between two of these stands what differs.
  const parts = messages.flatMap((message) => message.split('…')).filter((part) => part.length > 1);
  expect(parts.filter((part) => !said.includes(part.toLowerCase()))).toEqual([]);
});

function githubTables(): readonly string[] {
  const groups = Object.entries(GITHUB).flatMap(([group, scenarios]) => [
    ...headOf(group),
    ...scenarios.map(({ title, expected, live, says }) => row(title, expected, seen(held(live), says))),
    '',
  ]);
  const refused = (title: string, why: string) => row(title, 'the guard holds', `“${why}”`);
  return [
    ...groups,
    ...headOf('Who released a guard (allow-from: labels)'),
    ...REFUSED_LABELS.map(([title, why]) => refused(`an allowance ${title}`, why)),
    ...REFUSED_REVIEWS.map(([title, why]) => refused(`an allowance of a review ${title}`, why)),
    ...NO_ALLOWANCES.map(([title]) => row(`an allowance ${title}`, 'the guard holds', 'it is none')),
  ];
}

function headOf(group: string): readonly string[] {
  return [`### ${group}`, '', ...HEAD];
}

/** `seats 1, plan pro` */
function held(live: Readonly<Record<string, string>>): string {
  const values = Object.entries(live).map((entry) => entry.join(' '));
  return values.length === 0 ? 'nothing' : values.join(', ');
}

function gitlabTable(): readonly string[] {
  const rows = GITLAB.map(({ scenario, expected, applied, why }) =>
    row(scenario, expected, seen(applied ?? 'nothing', why === undefined ? '' : wordsOf(why))),
  );
  return [...HEAD, ...rows];
}

function seen(live: string, log: string): string {
  const words = log.replace(/^::[^:]*::/, '').replaceAll(/^[ ,]+|[ ,]+$/g, '');
  return words === '' ? live : `${live}: “${words}”`;
}

/** What a pattern of the log looks for, as a person reads it. */
function wordsOf({ source }: RegExp): string {
  return source.replaceAll(VARYING, '…').replaceAll(/\\(.)/g, '$1');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/[|*<]/g, '\\$&')).join(' | ')} |`;
}
