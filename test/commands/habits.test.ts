import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Config, Parser } from '@oclif/core';
import { describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { approve } from '../../src/commands/approval.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { main } from '../../src/commands/main.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Version } from '../../src/commands/version.ts';
import { mergeOfAda, samplePlan } from '../render/sample-plan.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('apply --yes', () => {
  it.each(['--yes', '-y', '--auto-approve'])('asks nothing: %s', async (flag) => {
    const folder = mkdtempSync(join(tmpdir(), 'interform-yes-'));
    try {
      const { exit, err } = await runCommand(
        Apply,
        [flag, '-C', folder],
        fakeTerminal({ cwd: folder, env: { HOME: folder } }),
      );
      expect(exit).toBe(1);
      expect(err).toContain('error[missing-manifests]');
      expect(err).not.toContain('approval-needed');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('interform version', () => {
  it('is what --version says', async () => {
    const { version } = await Config.load(root);
    expect(await runCommand(Version, [], fakeTerminal())).toMatchObject({
      exit: 0,
      err: '',
      out: expect.stringMatching(new RegExp(`^interform/${version} \\w+-\\w+ node-v\\d`)),
    });
    const json = await runCommand(Version, ['--json'], fakeTerminal());
    expect(JSON.parse(json.out)).toEqual({
      format: 'interform-version/1',
      exit: 0,
      diagnostics: [],
      version,
    });
  });
});

describe('--color and --no-color', () => {
  const ESC = '\u001b';
  const onTerminal = { isTTY: true, env: { TERM: 'xterm' } };

  it.each([
    ['a terminal', onTerminal, [], true],
    ['a terminal, --no-color', onTerminal, ['--no-color'], false],
    ['FORCE_COLOR, --no-color', { env: { FORCE_COLOR: '1' } }, ['--no-color'], false],
    ['a log, --color', {}, ['--color'], true],
    ['NO_COLOR, --color', { isTTY: true, env: { NO_COLOR: '1' } }, ['--color'], true],
    ['both: the last one counts', onTerminal, ['--color', '--no-color'], false],
  ])('with %s', async (_what, options, flags, colours) => {
    // A mistake in the flags is shown before they are parsed.
    for (const argv of [['--nope'], ['--var', 'x']]) {
      const { err } = await runCommand(Plan, [...argv, ...flags], fakeTerminal(options));
      expect({ argv, colours: err.includes(ESC) }).toEqual({ argv, colours });
    }
    const terminal = fakeTerminal(options);
    expect(await main(['nonsense', ...flags], { root, terminal })).toBe(1);
    expect(terminal.err().includes(ESC)).toBe(colours);
  });

  it('says where flags stand', async () => {
    const terminal = fakeTerminal();
    expect(await main(['--no-color', 'plan'], { root, terminal })).toBe(1);
    expect(terminal.err()).toContain('flags come after the command, as in interform plan --no-color');
  });
});

describe('the examples of every command', () => {
  const examples = Object.entries(COMMANDS).flatMap(([id, command]) => {
    expect({ id, first: command.examples[0] }).toEqual({ id, first: expect.stringContaining(` ${id}`) });
    return command.examples.map(String);
  });

  it.each(examples)('can be typed: %s', async (example) => {
    const [start, name = '', ...words] = typed(example);
    expect(start).toBe('<%=config.bin%>');
    // One of snapshot goes on with plan.
    const commands: Readonly<Record<string, object>> = COMMANDS;
    const { baseFlags, flags = {}, args = {} } = commands[name] as typeof Apply;
    await expect(
      Parser.parse(words, { flags: { ...baseFlags, ...flags }, args, strict: true }),
    ).resolves.toBeDefined();
  });

  /** The words as a shell takes them, without what it does itself. */
  function typed(example: string): string[] {
    const words = example
      .replace('<%= config.bin %>', '<%=config.bin%>')
      .match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g);
    const end = words?.findIndex((word) => /^[<>|]/.test(word) && !word.startsWith('<%')) ?? -1;
    return (end === -1 ? (words ?? []) : (words ?? []).slice(0, end)).map((word) =>
      word.replaceAll(/["']/g, ''),
    );
  }
});

describe('on 80 columns', () => {
  it.each(Object.entries(COMMANDS))('the help of %s breaks no line', (_id, command) => {
    const lines = command.examples.map(
      (one) => `  $ ${String(one).replace('<%= config.bin %>', 'interform')}`,
    );
    expect([String(command.summary), ...lines].filter((line) => line.length > 80)).toEqual([]);
  });

  it('the question before what cannot be undone breaks no word', async () => {
    const terminal = fakeTerminal({ answers: ['Acme'] });
    const plan = samplePlan([mergeOfAda]);
    await approve(plan, terminal, new AbortController().signal);
    const longest = Math.max(...(terminal.questions[0] ?? '').split('\n').map((line) => line.length));
    expect(longest).toBeGreaterThan(20);
    expect(longest).toBeLessThan(80);
  });
});
