import { join, sep } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_FILE } from '../manifest/discover.ts';
import { DEFAULT_TOKEN_NAMES } from '../manifest/token.ts';
import { diskFiles } from '../sources/index.ts';
import type { InitEnvironment } from './init-texts.ts';

const DEFAULT_FOLDER = 'migrations';

/** The facts about a project that a pipeline needs. */
export interface PresentProject {
  /** Manifest folders, with `/`. If a name contains a variable, the fixed folder above it. */
  readonly manifests: readonly string[];
  readonly environments: readonly InitEnvironment[];
  /** Variable of the token, in a project without environments. */
  readonly token_env: string;
}

/** The facts about a new project. */
export const NEW_PROJECT: PresentProject = {
  manifests: [DEFAULT_FOLDER],
  environments: [],
  token_env: DEFAULT_TOKEN_NAMES[0],
};

/** The facts from an existing project file, as far as it can be read; validate reports what is wrong with it. */
export async function readPresent(folder: string): Promise<PresentProject | undefined> {
  const bytes = await diskFiles.read(join(folder, PROJECT_FILE).split(sep).join('/'));
  if (bytes === undefined) return undefined;
  const said = fieldsOf(parsed(new TextDecoder().decode(bytes)));
  const token_env = tokenEnvOf(said) ?? DEFAULT_TOKEN_NAMES[0];
  const folders = [said['manifests'] ?? DEFAULT_FOLDER]
    .flat()
    .map((one: unknown) => (typeof one === 'string' ? one : fieldsOf(one)['folder']))
    .filter((one) => typeof one === 'string');
  return {
    token_env,
    manifests: folders.map(fixedPart),
    environments: Object.entries(fieldsOf(said['environments'])).map(([name, overlay]) => ({
      name,
      token_env: tokenEnvOf(fieldsOf(overlay)) ?? token_env,
    })),
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function tokenEnvOf(project: Readonly<Record<string, unknown>>): string | undefined {
  const { token_env } = fieldsOf(project['workspace']);
  return typeof token_env === 'string' ? token_env : undefined;
}

/** `crm/${var.env}/manifests` → `crm`; '' for the project folder. */
function fixedPart(folder: string): string {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  const at = parts.findIndex((part) => part.includes('${'));
  return (at === -1 ? parts : parts.slice(0, at)).join('/');
}
