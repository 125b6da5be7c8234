import { createHash } from 'node:crypto';
import { quotedYaml } from '../pull/yaml-text.ts';
import type { CiSketch } from './sketch.ts';
import { yamlWord } from './yaml-words.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** Longer names are shortened, and get a hash at the end. */
const LONGEST_NAME = 60;

/** The path of a pipeline file from the root of the repository. Each project has its own. */
export function ciFile(system: Exclude<CiSystem, 'none'>, project: string): string {
  return system === 'gitlab' ? gitlabFile(project) : workflowFile(project);
}

/** Matched by GITLAB_INCLUDE. */
function gitlabFile(project: string): string {
  return `.gitlab/${['interform', projectName(project)].filter((part) => part !== '').join('-')}.yml`;
}

/** `ending` names another workflow of the same project. No two projects share a file. */
export function workflowFile(project: string, ending = ''): string {
  const name = ['interform', projectName(project)].filter((part) => part !== '').join('-');
  return `.github/workflows/${name}${ending}.yml`;
}

/**
 * The folder of a project as a name for files, groups and environments; '' for the root. Different folders have different
 * names, also where case, spaces, characters outside ASCII or `-` for `/` would make them equal.
 *
 *     tools/crm → tools-crm     tools-crm → tools--crm     Kunden & mehr → kunden-mehr.5f2a91c0
 */
export function projectName(project: string): string {
  const isPlain = project.split('/').every((part) => /^[a-z0-9_]+(?:-[a-z0-9_]+)*$/.test(part));
  if (project === '' || (isPlain && project.length <= LONGEST_NAME))
    return project.replaceAll('-', '--').replaceAll('/', '-');
  return hashed(project);
}

/** The name of an environment in job ids, which are ASCII and do not distinguish case. */
export function jobName(environment: string, all: readonly string[]): string {
  const isAlone = all.filter((one) => one.toLowerCase() === environment.toLowerCase()).length === 1;
  const isPlain =
    /^[A-Za-z0-9_-]+$/.test(environment) &&
    !/--[0-9a-f]{8}$/i.test(environment) &&
    environment.length <= LONGEST_NAME;
  return isPlain && isAlone ? environment : hashed(environment).replace('.', '--');
}

function hashed(text: string): string {
  const readable = text
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_NAME / 2);
  return `${readable === '' ? 'x' : readable}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

/** The files whose changes run the pipeline, as a YAML list. */
export function watched({ project, manifests }: CiSketch, glob: string, pipeline: string): string {
  const below = (path: string) => [project, path].filter((part) => part !== '').join('/');
  const quoted = (path: string) => `"${quotedYaml(path).slice(1, -1)}"`;
  const folders = [...new Set(manifests)].map((folder) =>
    quoted(`${below([folder, glob].filter((part) => part !== '').join('/'))}`),
  );
  return `[${[yamlWord(below('interform.yaml')), ...folders, pipeline].join(', ')}]`;
}
