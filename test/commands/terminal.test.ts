import { describe, expect, it } from 'vitest';
import { startProgress } from '../../src/commands/progress-meter.ts';
import { redact } from '../../src/commands/redact.ts';
import { lookOf } from '../../src/commands/terminal.ts';
import { fakeTerminal } from './fake-terminal.ts';

describe('colour', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['no terminal', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR without a terminal', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR over NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('with %s', (_what, isTTY, env, color) => {
    expect(lookOf({ write: () => undefined, isTTY, columns: 80 }, env).color).toBe(color);
  });
});

describe('the progress meter', () => {
  const half = { phase: 'applying', done: 50, total: 100, waitingMs: 0 } as const;

  it('draws a bar on a terminal and takes it away', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const meter = startProgress(terminal);
    meter.update(half);
    terminal.tick(1_000);
    expect(terminal.err()).toContain('50/100  50/s');
    meter.clear();
    expect(terminal.err().endsWith('\r\u001b[2K')).toBe(true);
    const drawn = terminal.err();
    terminal.tick(1_000);
    expect(terminal.err()).toBe(drawn);
    meter.stop();
    expect(terminal.out()).toBe('');
  });

  it('writes a line every few seconds to a log, and nothing for short work', () => {
    const terminal = fakeTerminal();
    const meter = startProgress(terminal);
    meter.update({ ...half, done: 10 });
    terminal.tick(1_000);
    expect(terminal.err()).toBe('');
    meter.update(half);
    terminal.tick(4_000);
    expect(terminal.err()).toBe('applying: 50/100 done, 10/s, ETA 5 s\n');
    meter.update({ ...half, done: 60 });
    expect(terminal.err().split('\n')).toHaveLength(2);
    meter.stop();
  });
});

describe('redact', () => {
  const env = {
    INTERCOM_ACCESS_TOKEN: 'tok-canary-1',
    INTERFORM_MASK_KEY: 'mask-me-now',
    PATH: '/usr/bin',
    API_TOKEN: 'a',
  };

  it('takes out secrets of the environment and bearer tokens, and leaves the rest', () => {
    const text = 'sent tok-canary-1 and mask-me-now with Authorization: Bearer abc.def to /usr/bin';
    expect(redact(text, env)).toBe(
      'sent [redacted] and [redacted] with Authorization: Bearer [redacted] to /usr/bin',
    );
  });
});
