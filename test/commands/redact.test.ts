import { describe, expect, it } from 'vitest';
import { hide, redact } from '../../src/commands/redact.ts';

const ENV = { ACME_TOKEN: 'canary/token "9f8e7d"\\', HOME: '/home/canary', SSH_KEY: 'line one\nline two' };

describe('redaction', () => {
  it('takes out what variables with the name of a secret hold, and nothing else', () => {
    expect(redact(`sent ${ENV.ACME_TOKEN} from ${ENV.HOME}`, ENV)).toBe('sent [redacted] from /home/canary');
  });

  it.each([
    ['as it is', (text: string) => text],
    ['in an address', encodeURIComponent],
    ['in JSON', (text: string) => JSON.stringify(text)],
    ['in JSON inside JSON', (text: string) => JSON.stringify(JSON.stringify([text]))],
  ])('takes a secret out %s', (_how, spell) => {
    for (const secret of [ENV.ACME_TOKEN, ENV.SSH_KEY]) {
      const text = redact(`the answer is ${spell(secret)}.`, ENV);
      expect(text).toContain('[redacted]');
      expect(text).not.toMatch(/9f8e7d|line (?:one|two)/);
    }
  });

  it('takes out what follows the word Bearer', () => {
    expect(redact('authorization: Bearer ada-123, accept: all', {})).toBe(
      'authorization: Bearer [redacted], accept: all',
    );
  });

  it('takes the password out of an address, as of a proxy or a Redis', () => {
    expect(redact('rediss://ada:pass-word@cache.acme.test:6379/0 is gone', {})).toBe(
      'rediss://ada:[redacted]@cache.acme.test:6379/0 is gone',
    );
    expect(redact('redis://:p@ss@127.0.0.1 and http://a:b@proxy/x', {})).toBe(
      'redis://:[redacted]@127.0.0.1 and http://a:[redacted]@proxy/x',
    );
    for (const text of ['https://api.intercom.io:443/me?q=a@b.test', 'ada@acme.test: http://acme.test'])
      expect(redact(text, {})).toBe(text);
    const document = { url: 'redis://:a"b@cache', next: 'ada@acme.test' };
    expect(JSON.parse(redact(JSON.stringify(document), {}))).toMatchObject({ next: 'ada@acme.test' });
  });

  it('leaves JSON what it is, whatever stands in its texts', () => {
    const sent = JSON.stringify([
      ['authorization', 'Bearer ada-123'],
      ['secret', ENV.ACME_TOKEN],
    ]);
    const document = { detail: sent, more: { sent: JSON.stringify({ sent }) } };
    const text = redact(JSON.stringify(document), ENV);
    expect(text).not.toMatch(/ada-123|9f8e7d/);
    expect(Object.keys(JSON.parse(text))).toEqual(['detail', 'more']);
  });

  it('takes out what was learned later', () => {
    expect(redact('countess-of-lovelace', {})).toBe('countess-of-lovelace');
    hide('countess-of-lovelace');
    expect(redact('the countess-of-lovelace', {})).toBe('the [redacted]');
    hide('ada');
    expect(redact('ada is a word', {})).toBe('ada is a word');
  });
});
