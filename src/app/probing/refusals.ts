import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WorkspaceRef } from '../../types/plan.ts';
import type { Project } from '../../types/project.ts';

/** Why this workspace is not probed; undefined where it may be. */
export function probeRefusal(
  project: Project,
  { id, name }: WorkspaceRef,
  named: string,
): Diagnostic | undefined {
  const real = project.production?.find((one) => one.isChosen || one.id === id);
  if (real !== undefined) {
    return {
      code: 'probe-production',
      severity: 'error',
      summary: `${real.name} is production: a probe would write to it`,
      detail: 'a probe makes contacts, a tag and attributes of its own, and attributes can never be deleted',
      help: 'use the token and the environment of a test workspace. If the name misleads: workspace: { production: false } in its environment',
      ...(project.place?.(['workspace', 'production']) ?? {}),
    };
  }
  if (named === id) return undefined;
  return {
    code: 'probe-workspace',
    severity: 'error',
    summary: 'the token opens another workspace than --workspace-id names',
    detail: `it opens ${id} (${name}), and ${named} was named`,
    help: `use the token of ${named}. Only if ${id} is the test workspace that you mean: --workspace-id ${id}`,
  };
}
