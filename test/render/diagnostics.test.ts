import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderDiagnostics } from '../../src/render/findings/diagnostics.ts';
import { displayWidth } from '../../src/render/terminal/width.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

const HARMFUL = ['\u001b', '\u202e'];
const plain = { width: 100, color: false };
const file = 'migrations/0002-contacts.yaml';

function show(diagnostic: Partial<Diagnostic>, source?: string, width = 100): string {
  const text = renderDiagnostics(
    [{ code: 'unknown-option', severity: 'error', summary: 'not an option', ...diagnostic }],
    () => source,
    { width, color: false },
  );
  return text.replace(/\n\n1 (?:error|warning|note)$/, '');
}

/** The carets' text of a one-line source, cut out of the line above by position. */
function marked(source: string, column: number): string {
  const [, , , line = '', carets = ''] = show({ file, line: 1, column }, source).split('\n');
  return line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1);
}

describe('a finding', () => {
  it('looks as the design shows it', () => {
    const source = `${'\n'.repeat(13)}    custom_attributes: { plan: entreprise, seats: 5 }\n`;
    const text = renderDiagnostics(
      [
        {
          code: 'unknown-option',
          severity: 'error',
          summary: "custom_attributes.plan is not one of the attribute's options",
          detail: '"entreprise"; did you mean "enterprise"?',
          help: 'options are free, pro, enterprise (migrations/0001-attributes.yaml:7)',
          file,
          line: 14,
          column: 32,
        },
      ],
      () => source,
      plain,
    );
    expect(text).toBe(`error[unknown-option]: custom_attributes.plan is not one of the attribute's options
  --> migrations/0002-contacts.yaml:14:32
   |
14 |     custom_attributes: { plan: entreprise, seats: 5 }
   |                                ^^^^^^^^^^ "entreprise"; did you mean "enterprise"?
   = help: options are free, pro, enterprise (migrations/0001-attributes.yaml:7)

1 error`);
  });

  it.each([
    ['a plain value in a block', 'name: Acme, Inc. # the company', 7, 'Acme, Inc.'],
    ['a plain value in a flow map', 'a: { plan: pro, seats: 5 }', 12, 'pro'],
    ['the last value of a flow map', 'a: { plan: pro }', 12, 'pro'],
    ['a value with space before the comma', 'a: { plan: pro , seats: 5 }', 12, 'pro'],
    ['a quoted value', 'a: { name: "Ada, \\"L\\"", x: 1 }', 12, '"Ada, \\"L\\""'],
    ['a single-quoted value', "name: 'it''s' # x", 7, "'it''s'"],
    ['a key', 'user_id: 7', 1, 'user_id'],
    ['a flow list', 'tags: [vip, beta] # x', 7, '[vip, beta]'],
    ['an element of a list', 'tags: [vip, beta]', 13, 'beta'],
    ['an opened map', 'acme: {', 7, '{'],
    [
      'an interpolated value in a flow map',
      'a: { id: x-$' + '{var.suffix}, b: 1 }',
      10,
      'x-$' + '{var.suffix}',
    ],
    ['a url', 'website: https://acme.test', 10, 'https://acme.test'],
    ['a word with an apostrophe in it', "note: don't, vip", 7, "don't, vip"],
  ])('marks %s', (_what, source, column, token) => {
    expect(marked(source, column)).toBe(token);
  });

  it('puts one caret behind a line that ends too early', () => {
    expect(show({ file, line: 1, column: 40 }, 'name:').split('\n').at(-1)).toBe('   |      ^');
  });

  it('expands tabs and counts wide characters, so that carets stand right', () => {
    const [, , , line = '', carets = ''] = show({ file, line: 1, column: 9 }, '\tname: "日本語"').split('\n');
    expect(line).toBe(' 1 |     name: "日本語"');
    expect(carets).toBe(`   | ${' '.repeat(4 + 'name: "'.length)}^^^^^^^`);
  });

  it('marks a wide token over all of its columns', () => {
    const [, , , , carets = ''] = show({ file, line: 1, column: 7 }, 'name: "日本語"').split('\n');
    expect(carets).toBe('   |       ^^^^^^^^');
  });

  it('cuts a long line around the carets', () => {
    const source = `note: ${'before '.repeat(40)}[oops] ${'after '.repeat(40)}`;
    const lines = show({ file, line: 1, column: source.indexOf('[oops]') + 1 }, source, 80).split('\n');
    const [line = '', carets = ''] = lines.slice(3);
    expect(line).toMatch(/^ 1 \| ….*…$/);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('[oops]');
    for (const one of lines) expect(displayWidth(one)).toBeLessThanOrEqual(80);
  });

  it('does not lay out a megabyte for one line', () => {
    const source = `a: [${'x, '.repeat(500_000)}]`;
    const [, , , line = ''] = show({ file, line: 1, column: 900_001 }, source, 80).split('\n');
    expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  it('writes a detail below that has no room under the carets', () => {
    const detail = 'Intercom keeps 255 characters of a string and drops the rest without a word. '
      .repeat(2)
      .trim();
    const lines = show({ file, line: 1, column: 7, detail }, 'name: Ada', 80).split('\n');
    expect(lines[4]).toBe('   |       ^^^');
    expect(lines[5]).toMatch(/^ {3}= Intercom keeps/);
    expect(lines[6]).toMatch(/^ {5}\S/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('names the row of a source, the address of what is in no file, and the request', () => {
    expect(show({ file: 'data/contacts.json', row: 3 }, 'x').split('\n')[1]).toBe(
      '  --> data/contacts.json row 3',
    );
    expect(show({ address: 'contact/beta/ada' }).split('\n')[1]).toBe('  --> contact/beta/ada');
    expect(show({ request_id: 'req-1' })).toContain('= request id: req-1');
  });

  it('does without the source when nobody has it', () => {
    expect(show({ file, line: 9, detail: 'gone' })).toBe(
      `error[unknown-option]: not an option\n  --> ${file}:9\n   = gone`,
    );
  });

  it('makes everything harmless that it shows', () => {
    const evil = 'x\u001b[2J\u202e\n';
    const text = show(
      { summary: evil, detail: evil, help: evil, file: `${evil}.yaml`, line: 1, column: 1 },
      `a${evil}`,
    );
    expect(HARMFUL.filter((char) => text.includes(char))).toEqual([]);
    expect(text).toContain('\\x1b[2J');
  });

  it('never puts carets outside the width, whatever the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.nat(320), (source, at) => {
        const line = source.replace(/[\r\n]/g, ' ');
        const lines = show({ file, line: 1, column: at + 1 }, line, 60).split('\n');
        for (const one of lines.slice(2)) expect(displayWidth(one)).toBeLessThanOrEqual(61);
      }),
    );
  });
});

describe('many findings', () => {
  const at = (name: string, line: number, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
    code: 'x',
    severity,
    summary: `${name} ${line}`,
    file: name,
    line,
  });

  it('stand by file and line, those without a file and errors last, with their sum', () => {
    const nowhere: Diagnostic = { code: 'x', severity: 'error', summary: 'nowhere' };
    const text = renderDiagnostics(
      [nowhere, at('b.yaml', 2), at('c.yaml', 1, 'warning'), at('a.yaml', 10), at('a.yaml', 9)],
      () => undefined,
      plain,
    );
    const heads = text.split('\n').filter((line) => /^(error|warning)/.test(line));
    expect(heads.map((line) => line.split(': ')[1])).toEqual([
      'c.yaml 1',
      'a.yaml 9',
      'a.yaml 10',
      'b.yaml 2',
      'nowhere',
    ]);
    expect(text.split('\n').at(-1)).toBe('4 errors, 1 warning');
  });

  it('are coloured by severity, and only when asked', () => {
    const colored = renderDiagnostics([at('a.yaml', 1), at('a.yaml', 2, 'warning')], () => undefined, {
      width: 80,
      color: true,
    });
    expect(colored).toContain('\u001b[31merror[x]');
    expect(colored).toContain('\u001b[33mwarning[x]');
    expect(renderDiagnostics([at('a.yaml', 1)], () => undefined, plain)).not.toContain('\u001b');
  });

  it('are nothing when there are none', () => {
    expect(renderDiagnostics([], () => undefined, plain)).toBe('');
  });
});
