import { quotedYaml } from '../pull/yaml-text.ts';
import type { CiSketch } from './sketch.ts';
import { yamlWord } from './yaml-words.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

const GITLAB_FILE = '.gitlab-ci.yml';

/** Where a pipeline lives, from the root of the repository: a project in a folder has a workflow of its own. */
export function ciFile(system: Exclude<CiSystem, 'none'>, project: string): string {
  if (system === 'gitlab') return GITLAB_FILE;
  const name = project.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `.github/workflows/interform${name === '' ? '' : `-${name}`}.yml`;
}

/** What makes the pipeline run when it changes. */
export function watched({ project, manifests }: CiSketch, glob: string, pipeline: string): string {
  const below = (path: string) => [project, path].filter((part) => part !== '').join('/');
  const quoted = (path: string) => `"${quotedYaml(path).slice(1, -1)}"`;
  const folders = [...new Set(manifests)].map((folder) =>
    quoted(`${below([folder, glob].filter((part) => part !== '').join('/'))}`),
  );
  return `[${[yamlWord(below('interform.yaml')), ...folders, pipeline].join(', ')}]`;
}
