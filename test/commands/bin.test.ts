import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/commands/main.ts';
import { fakeTerminal } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const isBuilt = existsSync(join(root, 'dist', 'commands', 'main.js'));

function interform(argv: readonly string[], options: { folder?: string; env?: Record<string, string> } = {}) {
  const { CI: _ci, NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...inherited } = process.env;
  const run = spawnSync(process.execPath, [join(options.folder ?? root, 'bin', 'run.js'), ...argv], {
    cwd: root,
    encoding: 'utf8',
    env: { ...inherited, ...options.env },
  });
  return { exit: run.status, out: run.stdout, err: run.stderr };
}

describe('bin/run.js on its own', () => {
  it.each(['--version', '-v', 'version'])('answers %s', (flag) => {
    const { exit, out } = interform([flag]);
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining(`interform/${version} `) });
  });

  it('answers --version --json in one document', () => {
    expect(JSON.parse(interform(['--version', '--json']).out)).toMatchObject({
      format: 'interform-version/1',
      version,
    });
  });

  it('says what to do where nothing is built', () => {
    const folder = mkdtempSync(join(tmpdir(), 'interform-bin-'));
    try {
      cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
      cpSync(join(root, 'package.json'), join(folder, 'package.json'));
      const plain = interform(['plan'], { folder });
      expect({ exit: plain.exit, out: plain.out }).toEqual({ exit: 1, out: '' });
      expect(plain.err).toContain('npm run build');
      const json = interform(['plan', '--json'], { folder });
      expect(JSON.parse(json.out)).toMatchObject({
        format: 'interform-error/1',
        exit: 1,
        diagnostics: [{ code: 'not-built' }],
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('Ctrl-C while the command line is loaded', () => {
  /** Runs bin/run.js with this text in place of the built command line. */
  function withMain(text: string, argv: readonly string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'interform-bin-'));
    try {
      cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
      cpSync(join(root, 'package.json'), join(folder, 'package.json'));
      mkdirSync(join(folder, 'dist', 'cli'), { recursive: true });
      writeFileSync(join(folder, 'dist', 'cli', 'main.js'), text);
      const run = spawnSync(process.execPath, [join(folder, 'bin', 'run.js'), ...argv], { encoding: 'utf8' });
      return { exit: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Goes on until the signal has arrived. */
  const pressed = (signal: string) =>
    `process.kill(process.pid, '${signal}');\nawait new Promise(() => setInterval(() => undefined, 1000));\n`;
  const loaded = 'export const main = async () => 0;\nexport const crashed = async () => 1;\n';

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('prints one document with --json: %s', (signal) => {
    const { exit, out, err } = withMain(pressed(signal) + loaded, ['apply', '--json']);
    expect({ exit, err }).toEqual({ exit: 130, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      exit: 130,
      diagnostics: [{ code: 'interrupted', severity: 'error' }],
    });
  });

  it('ends by the signal without --json', () => {
    for (const argv of [['apply'], ['apply', '--', '--json']])
      expect(withMain(pressed('SIGINT') + loaded, argv)).toMatchObject({ signal: 'SIGINT', out: '' });
  });

  it('is left to the command as soon as that listens', () => {
    const { exit, out } = withMain(
      `export async function main() {
        const heard = new Promise((resolve) => process.on('SIGINT', resolve));
        await new Promise(setImmediate);
        process.kill(process.pid, 'SIGINT');
        const waiting = setInterval(() => undefined, 1000);
        await heard;
        clearInterval(waiting);
        process.stdout.write('{"exit":3}');
        return 3;
      }
      export const crashed = async () => 1;\n`,
      ['apply', '--json'],
    );
    expect({ exit, out }).toEqual({ exit: 3, out: '{"exit":3}' });
  });
});

describe.skipIf(!isBuilt)('the built command line (skipped where dist is not built)', () => {
  it('suggests the nearest command', () => {
    const { exit, out, err } = interform(['plna']);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('error[unknown-command]: "plna" is not a command');
    expect(err).toContain('did you mean interform plan?');
  });

  it('asks on a terminal only where a command is near', async () => {
    const terminal = fakeTerminal({ answers: [] });
    expect(await main(['nonsense'], { root, terminal })).toBe(1);
    expect(terminal.err()).toContain('error[unknown-command]: "nonsense" is not a command');
  });

  it.each([
    ['an unknown command', ['plna']],
    ['no command', []],
    ['an unknown flag', ['plan', '--nope']],
    ['an argument too many', ['plan', 'extra']],
    ['a missing argument', ['show']],
    ['no terminal', ['apply']],
  ])('prints one error document for %s', (_what, argv) => {
    const { exit, out, err } = interform([...argv, '--json']);
    expect({ exit, err }).toEqual({ exit: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-error/1', exit: 1 });
  });

  it('helps on stdout and exits 0', () => {
    expect(interform([])).toMatchObject({ exit: 0, out: expect.stringContaining('validate') });
    for (const argv of [
      ['help', 'plan'],
      ['plan', '--help'],
      ['plan', '-h'],
      ['help', 'plan', '--no-color'],
      ['plan', '--help', '--no-color'],
    ]) {
      const { exit, out } = interform(argv);
      expect({ argv, exit }).toEqual({ argv, exit: 0 });
      expect(out).toContain('--detailed-exitcode');
      expect(out).toContain('--allow');
    }
    expect(JSON.parse(interform(['plan', '--help', '--json']).out)).toMatchObject({
      format: 'interform-help/1',
      commands: [{ name: 'plan', flags: expect.arrayContaining(['json', 'out', 'allow']) }],
    });
  });

  it.each([
    ['help', 'plna'],
    ['plna', '--help'],
    ['plna', '-h'],
  ])('exits 1, never 2 or 127, for help on what is not there: %s %s', (...argv) => {
    const { exit, out, err } = interform(argv);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('did you mean interform plan?');
    const json = interform([...argv, '--json']);
    expect(json).toMatchObject({ exit: 1, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ diagnostics: [{ code: 'unknown-command' }] });
  });

  it.each([['-h'], ['help'], ['plan', '-h'], ['help', 'plan'], ['plan', '--help']])(
    'helps in one document: %s %s --json',
    (...argv) => {
      const { exit, out, err } = interform([...argv, '--json']);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(JSON.parse(out)).toMatchObject({ format: 'interform-help/1', exit: 0 });
    },
  );

  it('takes --json=… for --json: what is wrong with it stands in the document', () => {
    const { exit, out, err } = interform(['plan', '--json=true']);
    expect({ exit, err }).toEqual({ exit: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-error/1', exit: 1 });
  });

  it.skipIf(!existsSync('/dev/full'))(
    'exits 1 and says why when its output cannot be written (skipped where there is no /dev/full)',
    () => {
      for (const argv of ['--version', 'help', 'validate', 'validate --json', 'plna --json']) {
        const run = spawnSync('sh', ['-c', `"${process.execPath}" bin/run.js ${argv} > /dev/full`], {
          cwd: root,
          encoding: 'utf8',
        });
        expect({ argv, status: run.status, stderr: run.stderr }).toEqual({
          argv,
          status: 1,
          stderr: expect.stringContaining('error[output-lost]: the output could not be written: ENOSPC'),
        });
        expect(run.stderr).not.toContain(' at ');
      }
    },
  );

  it.skipIf(!existsSync('/dev/full'))(
    'answers as ever when its talk cannot be written (skipped where there is no /dev/full)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'interform-bin-'));
      try {
        // A warning is talk, and no error.
        mkdirSync(join(folder, 'migrations'));
        writeFileSync(join(folder, 'migrations', '0001-none.yaml'), '# nothing yet\n');
        const run = (argv: string, to: string) => {
          const line = `"${process.execPath}" bin/run.js ${argv} -C "${folder}" ${to}`;
          const { status, stdout } = spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8' });
          return { argv, to, status, stdout };
        };
        const { stdout } = run('validate', '2> /dev/null');
        expect(stdout).toContain('Valid');
        for (const to of ['2> /dev/full', '2>&-', '2> >(exec true)'])
          expect(run('validate', to)).toEqual({ argv: 'validate', to, status: 0, stdout });
        const json = run('validate --json', '2> /dev/full');
        expect({ status: json.status, exit: JSON.parse(json.stdout).exit }).toEqual({ status: 0, exit: 0 });
        expect(run('validate --tagz', '2> /dev/full')).toMatchObject({ status: 1, stdout: '' });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it('colours only when told to, off a terminal', () => {
    expect(interform(['plna']).err).not.toContain('\u001b');
    expect(interform(['plna'], { env: { FORCE_COLOR: '1' } }).err).toContain('\u001b[31m');
  });

  it('is quiet when the reader of its output has gone', () => {
    const run = spawnSync('sh', ['-c', `"${process.execPath}" bin/run.js help plan | true`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: '' });
  });
});
