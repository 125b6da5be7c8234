import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAnnotations } from '../../src/render/findings/annotations.ts';
import { findingMessage } from '../../src/render/findings/finding-message.ts';
import { inert } from '../../src/render/words/inert.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

const FINDING: Diagnostic = {
  code: 'unknown-option',
  severity: 'error',
  summary: 'plan is not one of the options',
  file: 'migrations/0002-contacts.yaml',
  line: 14,
  column: 34,
};
const render = (findings: readonly Diagnostic[], prefix = '') => renderAnnotations(findings, { prefix });

describe('annotations of GitHub Actions', () => {
  it('stand at the line and column of a finding', () => {
    expect(render([FINDING], 'crm/')).toBe(
      '::error file=crm/migrations/0002-contacts.yaml,line=14,col=34,title=unknown-option::plan is not one of the options',
    );
  });

  it('are one line each, and none where nothing was found', () => {
    const several = render([
      { ...FINDING, detail: '"entreprise"', help: 'write\nenterprise' },
      { ...FINDING, severity: 'warning' },
      { ...FINDING, severity: 'info' },
    ]);
    expect(several.split('\n').map((line) => line.split(' ', 1)[0])).toEqual([
      '::error',
      '::warning',
      '::notice',
    ]);
    expect(several).toContain('options%0A"entreprise"%0Ahelp: write\\nenterprise\n');
    expect(render([])).toBe('');
  });

  it('have no place where the finding has none, and no line where only the file is known', () => {
    const { file: _file, line: _line, column: _column, ...nowhere } = FINDING;
    expect(render([nowhere])).toBe('::error title=unknown-option::plan is not one of the options');
    expect(render([{ ...nowhere, file: 'data/beta.csv', row: 7 }])).toBe(
      '::error file=data/beta.csv,title=unknown-option::plan is not one of the options (row 7)',
    );
  });

  it('cannot be broken out of by what they show', () => {
    const hostile = render([
      {
        ...FINDING,
        file: 'migrations/a,line=1::b\n::set-output name=x::y.yaml',
        summary: '100%\r\n::add-mask::everything',
        detail: '%0A::stop-commands::x\u2028::error::z',
      },
    ]);
    expect(hostile.split(/[\r\n\u2028]/)).toHaveLength(1);
    expect(hostile).toBe(
      '::error file=migrations/a%2Cline=1%3A%3Ab\\n%3A%3Aset-output name=x%3A%3Ay.yaml,line=14,col=34,title=unknown-option' +
        '::100%25\\r\\n::add-mask::everything%0A%250A::stop-commands::x\\u{2028}::error::z',
    );
  });

  it('are read by the runner as what was found, whatever it says', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '%', ':', ',', '=', '\n', '\r', '0', 'A', 'ä', '\u2028', '🦊'),
    });
    fc.assert(
      fc.property(text, text, text, (file, summary, detail) => {
        const finding: Diagnostic = {
          code: 'unknown-option',
          severity: 'error',
          summary,
          detail,
          file,
          line: 3,
        };
        const read = readCommand(render([finding], 'crm/'));
        expect(read.properties).toEqual({ file: inert(`crm/${file}`), line: '3', title: 'unknown-option' });
        expect(read.message).toBe(findingMessage(finding));
      }),
    );
  });
});

/** One line as the runner of GitHub Actions reads it. */
function readCommand(line: string): { readonly properties: object; readonly message: string } {
  expect(line).not.toMatch(/[\r\n]/);
  const [, command = '', message = ''] = /^::error (.*?)::(.*)$/s.exec(line) ?? [];
  const decode = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  const properties = command.split(',').map((pair) => {
    const at = pair.indexOf('=');
    const value = decode(pair.slice(at + 1))
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
    return [pair.slice(0, at), value];
  });
  return { properties: Object.fromEntries(properties), message: decode(message).replaceAll('%25', '%') };
}
