import { githubLines } from './github.ts';
import { gitlabLines } from './gitlab.ts';
import { type CiSystem, ciFile } from './names.ts';
import type { CiSketch } from './sketch.ts';

export { CI_SYSTEMS, type CiSystem } from './names.ts';

/** The files of a pipeline, from the root of the repository, and what is in them. The first is the one to name. */
export function ciFiles(system: CiSystem, sketch: CiSketch): ReadonlyMap<string, string> {
  if (system === 'none') return new Map();
  const lines = system === 'github' ? githubLines(sketch) : gitlabLines(sketch);
  return new Map([[ciFile(system, sketch.project), `${lines.join('\n')}\n`]]);
}
