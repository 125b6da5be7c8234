import { describe, expect, it } from 'vitest';
import { renderAnnotations } from '../../src/render/annotations.ts';
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
});
