import { describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { Emulator } from '../../src/commands/emulator.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Show } from '../../src/commands/show.ts';
import { Validate } from '../../src/commands/validate.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

describe('a wrong command line', () => {
  it.each([
    ['an unknown flag', Plan, ['--nope'], 'unknown-flag'],
    ['a flag of another command', Validate, ['--out', 'x'], 'unknown-flag'],
    ['an argument too many', Plan, ['extra'], 'unexpected-argument'],
    ['a missing argument', Show, [], 'missing-argument'],
    ['a flag without its value', Plan, ['--out'], 'bad-flag-value'],
    ['a number that is none', Emulator, ['--port', 'abc'], 'bad-flag-value'],
    ['a number out of range', Apply, ['--auto-approve', '--max-errors', '0'], 'bad-flag-value'],
    ['a format that is not there', Plan, ['--format', 'yaml'], 'bad-flag-value'],
    ['a variable without a value', Plan, ['--var', 'suffix'], 'bad-flag-value'],
    ['an allowance without a number', Plan, ['--allow', 'merge'], 'bad-allowance'],
    ['a guard that nobody knows', Plan, ['--allow', 'mrege=1'], 'unknown-guard'],
    ['a file without a name', Plan, ['--out', ''], 'bad-flag-value'],
    ['an address that is none', Doctor, ['--base-url', 'intercom'], 'bad-flag-value'],
    ['a fault that nobody knows', Emulator, ['--faults', 'quake:1'], 'bad-faults'],
    ['a seed that is not there', Emulator, ['--seed', 'nowhere.json'], 'file-error'],
  ])('with %s is one JSON document and exit 1', async (_what, command, argv, code) => {
    const { exit, out, err } = await runCommand(command, [...argv, '--json'], fakeTerminal());
    expect({ exit, err }).toEqual({ exit: 1, err: '' });
    const document = JSON.parse(out);
    expect(document).toMatchObject({ format: 'interform-error/1', exit: 1 });
    expect(document.diagnostics.map((one: { code: string }) => one.code)).toContain(code);
  });

  it('says so on stderr, with the nearest flag, and leaves stdout alone', async () => {
    const { exit, out, err } = await runCommand(Plan, ['--detailed-exit-code'], fakeTerminal());
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('error[unknown-flag]: --detailed-exit-code is not a flag of plan');
    expect(err).toContain('did you mean --detailed-exitcode?');
  });

  it('names every mistake at once', async () => {
    const { out } = await runCommand(
      Plan,
      ['--var', 'x', '--allow', 'y', '--base-url', 'z', '--json'],
      fakeTerminal(),
    );
    expect(JSON.parse(out).diagnostics).toHaveLength(3);
  });

  it('knows what --dry-run is after', async () => {
    const { err } = await runCommand(Apply, ['--dry_run'], fakeTerminal());
    expect(err).toContain('use interform plan');
  });
});

describe('every command', () => {
  it.each(Object.entries(COMMANDS))('%s takes --json and says what it does', (_name, command) => {
    expect(command.baseFlags).toHaveProperty('json');
    expect(command.summary).toMatch(/\.$/);
    expect(command.examples.length).toBeGreaterThan(0);
  });
});
