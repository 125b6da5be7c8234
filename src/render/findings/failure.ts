import type { Diagnostic } from '../../types/diagnostic.ts';
import { sentence } from '../markdown/markdown-text.ts';
import { renderDiagnostics, sumUp } from './diagnostics.ts';
import { findingsMarkdown } from './findings-markdown.ts';

/** Columns of the findings on the page. */
const WIDTH = 100;

/** What a pull-request comment says of a command that ended before it had an answer. Without a newline at the end. */
export function renderFailureMarkdown(command: string, findings: readonly Diagnostic[]): string {
  return [`### ${sentence(titleOf(command))}`, '', ...findingsMarkdown(findings)].join('\n');
}

/** The same as a file of its own; it loads nothing and runs nothing. */
export function renderFailureHtml(command: string, findings: readonly Diagnostic[]): string {
  const title = escaped(titleOf(command));
  const text = renderDiagnostics(findings, () => undefined, { width: WIDTH, color: false });
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`,
    `<title>${title}</title>`,
    `<h1>${title}</h1>`,
    `<p>${escaped(sumUp(findings))}</p>`,
    `<pre>${escaped(text)}</pre>`,
    '</html>',
  ].join('\n');
}

function titleOf(command: string): string {
  const what = command === 'apply' ? 'nothing was applied' : 'there is nothing to review';
  return `interform ${command} stopped: ${what}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
