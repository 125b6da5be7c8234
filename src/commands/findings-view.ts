import { relative, resolve, sep } from 'node:path';
import { renderAnnotations } from '../render/findings/annotations.ts';
import { renderFailureHtml, renderFailureMarkdown } from '../render/findings/failure.ts';
import { renderSarif } from '../render/findings/sarif.ts';
import { assertNever } from '../types/assert-never.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Terminal } from './terminal.ts';

/** Formats that show only findings: a log for code scanning, and annotations of GitHub Actions. */
export const FINDING_FORMATS = ['sarif', 'github'] as const;
export type FindingFormat = (typeof FINDING_FORMATS)[number];

export function isFindingFormat(format: string): format is FindingFormat {
  return FINDING_FORMATS.some((one) => one === format);
}

export interface FindingsView {
  /** The version of interform. */
  readonly version: string;
  readonly exit: number;
  readonly prefix: string;
}

/** Findings in such a format. They have to be masked already. */
export async function viewFindings(
  format: FindingFormat,
  findings: readonly Diagnostic[],
  view: FindingsView,
): Promise<string> {
  switch (format) {
    case 'github':
      return renderAnnotations(findings, view);
    case 'sarif': {
      const { readCodeMeanings } = await import('../app/code-meanings.ts');
      return renderSarif(findings, { ...view, meanings: await readCodeMeanings() });
    }
    default:
      return assertNever(format);
  }
}

/** What a format for people shows when there is no answer. The findings have to be masked already. */
export function viewFailure(
  format: 'markdown' | 'html',
  command: string,
  findings: readonly Diagnostic[],
): string {
  return format === 'markdown'
    ? renderFailureMarkdown(command, findings)
    : renderFailureHtml(command, findings);
}

/**
 * Path of the project folder relative to the root of the repository, with `/` at its end, or ''. Paths in annotations and SARIF
 * are relative to that root. GitHub Actions and GitLab say where it is; otherwise it is the working folder.
 */
export function repositoryPrefix(project: string, { cwd, env }: Pick<Terminal, 'cwd' | 'env'>): string {
  for (const root of [env['GITHUB_WORKSPACE'], env['CI_PROJECT_DIR'], cwd]) {
    if (root === undefined || root === '') continue;
    const path = relative(resolve(root), project);
    if (path === '') return '';
    if (path !== '..' && !path.startsWith(`..${sep}`) && !path.startsWith(sep))
      return `${path.split(sep).join('/')}/`;
  }
  return '';
}
