import type { Region } from '../types/project.ts';
import { quotedYaml } from './pull/yaml-text.ts';

/** The facts about a workspace that the project file pins. */
export interface PinnedWorkspace {
  readonly id?: string;
  /** The name of the workspace, for a comment. */
  readonly title?: string;
  readonly region?: Region;
}

export interface InitEnvironment extends PinnedWorkspace {
  /** The name of the environment; '' in a project without environments. */
  readonly name: string;
  readonly token_env: string;
}

export interface ProjectSketch {
  /** The workspace of a project without environments. */
  readonly workspace: PinnedWorkspace;
  readonly environments: readonly InitEnvironment[];
}

const SCHEMAS = 'node_modules/interform/schemas';

/** The text of interform.yaml: the pinned workspace, all guards, and environments if there are any. */
export function projectText({ workspace, environments }: ProjectSketch): string {
  const lines = [
    `# yaml-language-server: $schema=${SCHEMAS}/project.schema.json`,
    'apiVersion: interform/v1',
    'kind: Project',
    'manifests: migrations',
    ...(environments.length === 0 ? workspaceLines(workspace, 'INTERCOM_ACCESS_TOKEN', '') : []),
    ...environmentLines(environments),
    'guards: # at most this many in one plan; --allow VERB=N replaces one of them for one run',
    '  max_create: 500 # contacts',
    '  max_update: 5000 # contacts',
    '  max_rekey: 10 # people whose email, phone or external_id changes',
    '  max_skip: 5% # rows of a source that on_bad_row: skip leaves out',
    '  max_detach: 5% # memberships that a set takes off its members',
    '  max_convert: 0 # the rest cannot be undone',
    '  max_merge: 0',
    '  max_archive: 0',
    '  max_drop_option: 0',
    '  max_retype: 0',
    '  max_delete: 0',
    '  max_resubscribe: 0',
  ];
  return `${lines.join('\n')}\n`;
}

function workspaceLines(workspace: PinnedWorkspace, tokenEnv: string, indent: string): string[] {
  const { id, title, region } = workspace;
  const comment = title === undefined ? '' : ` # ${title.replace(/[^\x20-\x7e\p{L}\p{N}]/gu, '?')}`;
  return [
    `${indent}workspace:`,
    id === undefined
      ? `${indent}  # id: what interform doctor says, so that these manifests never meet another workspace`
      : `${indent}  id: ${quotedYaml(id)}${comment}`,
    ...(region === undefined ? [] : [`${indent}  region: ${region}`]),
    `${indent}  token_env: ${tokenEnv} # the variable that holds the token, never the token`,
  ];
}

function environmentLines(environments: readonly InitEnvironment[]): string[] {
  const [first] = environments;
  if (first === undefined) return [];
  return [
    `default_environment: ${quotedYaml(first.name)} # without --env`,
    'environments:',
    ...environments.flatMap(({ name, token_env, ...workspace }) => [
      `  ${quotedYaml(name)}:`,
      ...workspaceLines(workspace, token_env, '    '),
    ]),
  ];
}

/** The text of the first manifest, which declares nothing: live attributes come with a pull, new ones are written by hand. */
export function firstManifestText(): string {
  const lines = [
    `# yaml-language-server: $schema=../${SCHEMAS}/manifest.schema.json`,
    '# Data attributes of contacts. interform pull adds those that are live; new ones look like this:',
    '#',
    '# attributes:',
    '#   pronouns:',
    '#     type: string',
    '#     description: The pronouns of the contact.',
    '#     sensitive: true',
    'apiVersion: interform/v1',
    'kind: DataAttributes',
    'model: contact',
    'attributes: {}',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Files that must not be committed: tokens; plans, reports, reject files and the store, which hold personal data; installed
 * packages.
 */
const IGNORED = [
  '.env',
  '*.plan',
  '*.plan.gz',
  'plan.jsonl',
  'plan.jsonl.gz',
  '*.receipt',
  'rejected-*.csv',
  'rejected-*.tsv',
  'rejected-*.jsonl',
  'pulled-*.jsonl',
  '.interform/',
  'node_modules/',
] as const;

/** The text of `.gitignore` with the missing entries added. */
export function ignoreText(before: string | undefined): string {
  const present = new Set((before ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\//, '')));
  const missing = IGNORED.filter((entry) => !present.has(entry));
  if (missing.length === 0) return before ?? '';
  const eol = before?.includes('\r\n') === true ? '\r\n' : '\n';
  const gap = before === undefined || before === '' || before.endsWith('\n') ? '' : eol;
  const comment = '# interform: tokens, what holds personal data, and what is installed';
  return `${before ?? ''}${gap}${[comment, ...missing].join(eol)}${eol}`;
}
