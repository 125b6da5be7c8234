import { describe, expect, it } from 'vitest';
import { renderFailureHtml, renderFailureMarkdown } from '../../src/render/findings/failure.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

const HOSTILE: Diagnostic = {
  code: 'unknown-option',
  severity: 'error',
  summary: '<script>alert(1)</script> | `code` \u001b[31m\u202e',
  detail: '"><img src=x onerror=alert(1)>',
  file: 'migrations/0001.yaml',
  line: 3,
};

describe('a command that ended before it had an answer', () => {
  it('says so in a comment, with what was found', () => {
    const text = renderFailureMarkdown('plan', [HOSTILE]);
    expect(text.split('\n').slice(0, 3)).toEqual([
      '### interform plan stopped: there is nothing to review',
      '',
      '#### Findings: 1 error',
    ]);
    expect(text).toContain('<code>migrations/0001.yaml:3</code>');
    expect(renderFailureMarkdown('apply', [])).toContain('interform apply stopped: nothing was applied');
  });

  it('says so in a page that loads and runs nothing', () => {
    const page = renderFailureHtml('plan', [HOSTILE]);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('migrations/0001.yaml:3');
  });

  it.each([
    ['a comment', renderFailureMarkdown('plan', [HOSTILE])],
    ['a page', renderFailureHtml('plan', [HOSTILE])],
  ])('leaves nothing of the data alive in %s', (_where, text) => {
    for (const alive of ['<script', '<img', '\u001b', '\u202e']) expect(text).not.toContain(alive);
    expect(text).toContain('alert(1)');
  });
});
