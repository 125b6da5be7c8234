import { githubDriftLines, githubLines } from './github.ts';
import { GITLAB_INCLUDE, gitlabLines, gitlabRootLines } from './gitlab.ts';
import { type CiSystem, ciFile, workflowFile } from './names.ts';
import type { CiSketch } from './sketch.ts';

export { CI_SYSTEMS, type CiSystem } from './names.ts';

/** What GitLab reads. Others write it too: it is never changed, and includes the files of all projects. */
export const GITLAB_ROOT = '.gitlab-ci.yml';

/** The line that GITLAB_ROOT lacks where it was there already and `text` does not include the project; undefined where it does. */
export function missingInclude(text: string, project: string): string | undefined {
  const isIncluded = [GITLAB_INCLUDE, ciFile('gitlab', project)].some((file) => text.includes(file));
  return isIncluded ? undefined : `include: [{ local: "${GITLAB_INCLUDE}" }]`;
}

/** The files of a pipeline, from the root of the repository, and what is in them. The first is the one to name. */
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
