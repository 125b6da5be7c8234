import type { Diagnostic, Severity } from '../../types/diagnostic.ts';
import { inert } from '../words/inert.ts';
import { fileInRepository, findingMessage } from './finding-message.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Findings as workflow commands of GitHub Actions, one a line: `::error file=…,line=…,col=…,title=…::message`. What is printed
 * this way in a job becomes an annotation of the pull request. Empty for no findings; without a newline at the end.
 */
export function renderAnnotations(
  findings: readonly Diagnostic[],
  { prefix }: { readonly prefix: string },
): string {
  return findings.map((finding) => annotation(finding, prefix)).join('\n');
}

function annotation(finding: Diagnostic, prefix: string): string {
  const { code, severity, file, line, column } = finding;
  const properties = [
    ...(file === undefined ? [] : [`file=${property(fileInRepository(file, prefix))}`]),
    // GitHub takes a position for line 1 of that file where there is no file.
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    ...(file === undefined || line === undefined || column === undefined ? [] : [`col=${column}`]),
    `title=${property(code)}`,
  ];
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(findingMessage(finding))}`;
}

/** As `escapeData` of GitHub's @actions/core: the message goes on over several lines. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As `escapeProperty` there: a colon or comma would end the property. */
function property(text: string): string {
  return data(inert(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
