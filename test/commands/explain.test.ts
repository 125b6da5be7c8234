import { describe, expect, it } from 'vitest';
import { parseCodePages, readCodePages } from '../../src/app/code-meanings.ts';
import { Explain } from '../../src/commands/explain.ts';
import { Validate } from '../../src/commands/validate.ts';
import { allRules } from '../../src/kinds/rules.ts';
import { explainPointer } from '../../src/render/findings/explain-pointer.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const explain = (...argv: string[]) => runCommand(Explain, argv, fakeTerminal());
const pages = await readCodePages();

describe('explain CODE', () => {
  it('says what it means, why, an example, what to do, and whether a rule changes it', async () => {
    const { exit, out, err } = await explain('unknown-option');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const heads = ['What it means', 'Why', 'Example', 'What to do', 'Can a rule change its level?'];
    expect(out.split('\n').filter((line) => heads.includes(line))).toEqual(heads);
    expect(out).toMatch(/^unknown-option: error\nTopic: Data attributes\n/);
    expect(out).toContain('did you mean "enterprise"?');
    expect(out).toMatch(/\n {2}No\.$/m);
  });

  it('names flags, and what a rule may make of it', async () => {
    expect((await explain('detach-share')).out).toContain('\nFlags\n  --allow\n');
    const { out } = await explain('tag-near-equal');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'Yes: to off, warn, or error. By default it is warning. In interform.yaml: rules: { tag-near-equal: off }',
    );
  });

  it.each(['error[unknown-option]', 'error[unknown-option]: plan is none of them', ' Unknown-Option '])(
    'takes a code as it was copied: %s',
    async (written) => {
      expect((await explain(written)).out).toContain('unknown-option: error');
    },
  );

  it.each([
    ['Unknown', 'did you mean change-unknown? Run: interform explain change-unknown'],
    ['partly written', 'did you mean change-partly-written? Run: interform explain change-partly-written'],
    ['unknown-opinion', 'did you mean unknown-option? Run: interform explain unknown-option'],
    ['disagree', 'did you mean sets-disagree? Run: interform explain sets-disagree'],
    ['guard', 'Similar codes: '],
    ['xyzzy', 'interform explain lists all codes'],
  ])('of a code that nobody knows suggests another: %s', async (written, help) => {
    const { exit, out, err } = await explain(written);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('error[unknown-code]');
    expect(err).toContain(help);
  });

  it.each(pages.map(({ code }) => code))('%s has a whole page', async (code) => {
    const { exit, out } = await explain(code);
    expect(exit).toBe(0);
    expect(out).toMatch(/\nWhy\n {2}\S/);
    expect(out).toMatch(/\nWhat to do\n {2}\S/);
    expect(out).not.toMatch(/_[A-Z]_|_info_|\]\(|`/);
  });

  it('says of every rule which levels it may have, and of nothing else', () => {
    expect(
      pages
        .filter(({ rule }) => rule !== undefined)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(Object.keys(allRules()));
  });
});

describe('explain', () => {
  it('lists all codes by topic', async () => {
    const { exit, out } = await explain();
    expect(exit).toBe(0);
    const lines = out.split('\n');
    for (const { code, topic } of pages) {
      expect(lines).toContain(topic);
      expect(lines.some((line) => line.startsWith(`  ${code} `))).toBe(true);
    }
  });

  it('gives the same to programs', async () => {
    expect(JSON.parse((await explain('--json')).out)).toEqual({
      format: 'interform-explain/1',
      exit: 0,
      diagnostics: [],
      codes: JSON.parse(JSON.stringify(pages)),
    });
    expect(JSON.parse((await explain('bad-row', '--json')).out).codes).toEqual(
      pages.filter(({ code }) => code === 'bad-row'),
    );
    expect(JSON.parse((await explain('bad-rwo', '--json')).out)).toMatchObject({
      format: 'interform-error/1',
      exit: 1,
      diagnostics: [{ code: 'unknown-code' }],
    });
  });
});

describe('the page of diagnostics', () => {
  it('is read by topic, with a reason and an example of its own where it has one', () => {
    const text = `# Diagnostics

## Cells

Why cells
are checked.

| code | means | do |
| --- | --- | --- |
| \`bad-cell\` | a cell, *W* or not | \`--skip-it\`, or [a rule](rules.md) |
| \`odd-cell\` _W_ | an odd \\| cell | look |

### \`odd-cell\`

Odd cells are **often** wrong.

\`\`\`
a | b

c
\`\`\`
`;
    expect(parseCodePages(text)).toEqual([
      {
        code: 'bad-cell',
        topic: 'Cells',
        severity: 'error',
        means: 'a cell, *W* or not',
        why: 'Why cells are checked.',
        todo: '--skip-it, or a rule',
        flags: ['--skip-it'],
      },
      {
        code: 'odd-cell',
        topic: 'Cells',
        severity: 'warning',
        means: 'an odd | cell',
        why: 'Odd cells are often wrong.',
        example: 'a | b\n\nc',
        todo: 'look',
        flags: [],
      },
    ]);
  });
});

describe('errors in text', () => {
  const finding = (code: string, severity: 'error' | 'warning' = 'error') => ({
    code,
    severity,
    summary: 'no',
  });

  it('end with where to read more, once', async () => {
    const { err } = await runCommand(Validate, ['-C', 'nowhere'], fakeTerminal());
    expect(err).toMatch(/\n1 error\nMore about it: interform explain missing-project\n*$/);
    expect(explainPointer([finding('bad-row'), finding('bad-row')])).toContain('explain bad-row');
    expect(explainPointer([finding('bad-row'), finding('bad-cell')])).toContain('explain CODE');
  });

  it('do not where the help of the finding says all, nor for warnings', () => {
    expect(explainPointer([finding('unknown-flag'), finding('bad-row', 'warning')])).toBeUndefined();
    // Codes that have no pointer stand in the code of the renderer: each must have a page.
    const silent = pages.filter(({ code }) => explainPointer([finding(code)]) === undefined);
    expect(silent.length).toBe(17);
  });
});
