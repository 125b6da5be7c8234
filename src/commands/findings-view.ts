import { relative, resolve, sep } from 'node:path';
import { renderAnnotations } from '../render/findings/annotations.ts';
import { renderFailureHtml, renderFailureMarkdown } from '../render/findings/failure.ts';
import { renderSarif } from '../render/findings/sarif.ts';
import { assertNever } from '../types/assert-never.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Terminal } from './terminal.ts';

/** What shows findings and nothing else: a log for code scanning, and annotations of GitHub Actions. */
export const FINDING_FORMATS = ['sarif', 'github'] as const;
export type FindingFormat = (typeof FINDING_FORMATS)[number];

export function isFindingFormat(format: string): format is FindingFormat {
  return FINDING_FORMATS.some((one) => one === format);
}

export interface FindingsView {
  /** Of interform. */
  readonly version: string;
  readonly exit: number;
  readonly prefix: string;
}

/** The findings; they are masked already. */
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

/** What there is to show in a format for people when there is no answer; the findings are masked already. */
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
 * The project folder below the root of the repository, '' or with `/` at its end: what annotations and SARIF name is relative to
 * there. The root is what GitHub Actions or GitLab say, where the project lies inside; else the working folder.
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
