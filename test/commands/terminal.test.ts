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
  const half = { phase: 'applying', unit: 'requests', done: 50, total: 100, waitingMs: 0 } as const;

  it('draws a bar on a terminal and takes it away', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const meter = startProgress(terminal);
    meter.update(half);
    terminal.tick(1_000);
    expect(terminal.err()).toContain('50/100 requests  50/s');
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
    expect(terminal.err()).toBe('applying: 50/100 requests, 10/s, ETA 5 s\n');
    meter.update({ ...half, done: 60 });
    expect(terminal.err().split('\n')).toHaveLength(2);
    meter.stop();
  });

  it('moves each second, also while the rate limit holds everything back', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const meter = startProgress(terminal);
    meter.update({ ...half, waitingMs: 9_000 });
    const frames = new Set<string>();
    for (let second = 1; second < 9; second++) {
      const before = terminal.err().length;
      terminal.tick(1_000);
      // An answer to what was under way says nothing new of the wait.
      if (second === 4) meter.update({ ...half, done: 51, waitingMs: 9_000 });
      frames.add(terminal.err().slice(before));
    }
    expect([...frames].map((frame) => /waiting (\d) s/.exec(frame)?.[1])).toEqual([
      ...['8', '7', '6', '5', '4', '3', '2', '1'],
    ]);
    meter.stop();
  });

  it('says once in a log that it waits for search, and again each minute', () => {
    const terminal = fakeTerminal();
    const meter = startProgress(terminal);
    for (let second = 0; second < 150; second += 5) {
      meter.update({ ...half, inDoubt: 9 });
      terminal.tick(5_000);
    }
    const lines = terminal.err().trim().split('\n');
    expect(lines.map((line) => /already(.*)$/.exec(line)?.[1])).toEqual([
      '',
      ', for 1 min 0 s',
      ', for 2 min 0 s',
    ]);
    meter.stop();
  });

  it('says what it waits for as soon as it stands still, and no more once it goes on', () => {
    const terminal = fakeTerminal({ isTTY: true });
    const meter = startProgress(terminal);
    const since = terminal.now();
    const last = () => terminal.err().split('\r').at(-1);
    meter.update({ ...half, unseenSince: since });
    terminal.tick(1_000);
    expect(last()).not.toContain('waiting');
    for (const second of [2, 3]) {
      terminal.tick(1_000);
      expect(last()).toContain(`waiting for Intercom to show what it did, for ${second} s`);
    }
    meter.update({ ...half, done: 60, unseenSince: terminal.now() });
    terminal.tick(1_000);
    expect(last()).not.toContain('waiting');
    meter.stop();
  });

  it('is a hundred lines of a log for an hour, not a thousand, and no bar in the terminal of a CI', () => {
    const terminal = fakeTerminal({ isTTY: true, env: { CI: 'true' } });
    const meter = startProgress(terminal);
    for (let second = 0; second < 3600; second++) {
      meter.update({ ...half, done: second, total: 3600 });
      terminal.tick(1_000);
    }
    const lines = terminal.err().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.length).toBeLessThan(150);
    expect(terminal.err()).not.toContain('\r');
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
