import { githubDriftLines, githubLines } from './github.ts';
import { GITLAB_INCLUDE, gitlabLines, gitlabRootLines } from './gitlab.ts';
import { type CiSystem, ciFile, workflowFile } from './names.ts';
import type { CiSketch } from './sketch.ts';

export { CI_SYSTEMS, type CiSystem } from './names.ts';

/** The file that GitLab reads. It may hold other jobs, so an existing one is never changed. It includes the files of all projects. */
export const GITLAB_ROOT = '.gitlab-ci.yml';

/** The line to add to an existing `.gitlab-ci.yml`; undefined where it includes the project already. */
export function missingInclude(text: string, project: string): string | undefined {
  const isIncluded = [GITLAB_INCLUDE, ciFile('gitlab', project)].some((file) => text.includes(file));
  return isIncluded ? undefined : `include: [{ local: "${GITLAB_INCLUDE}" }]`;
}

/** The files of a pipeline: path from the root of the repository → content. The first one is the main file. */
export function ciFiles(system: CiSystem, sketch: CiSketch): ReadonlyMap<string, string> {
  if (system === 'none') return new Map();
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  const file = ciFile(system, sketch.project);
  if (system === 'github')
    return new Map([
      [file, text(githubLines(sketch))],
      [workflowFile(sketch.project, '.drift'), text(githubDriftLines(sketch))],
    ]);
  return new Map([
    [file, text(gitlabLines(sketch))],
    [GITLAB_ROOT, text(gitlabRootLines())],
  ]);
}
