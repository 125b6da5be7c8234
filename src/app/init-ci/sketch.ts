import type { InitEnvironment } from '../init-texts.ts';
import { shellWord } from './yaml-words.ts';

/** What a pipeline is generated from. */
export interface CiSketch {
  /** The version of interform that the pipeline runs. */
  readonly version: string;
  readonly environments: readonly InitEnvironment[];
  /** The variable that holds the token, in a project without environments. */
  readonly tokenEnv: string;
  /** Manifest folders relative to the project, with `/`; '' for the project folder itself. */
  readonly manifests: readonly string[];
  /** The project folder relative to its repository, with `/`; '' for the root. */
  readonly project: string;
  /** The branch that pull requests are merged into. */
  readonly branch: string;
  /** Integrity of the package of that version, `sha512-…`, where it is known. */
  readonly integrity?: string;
}

/** Comment about the store, for the pipelines of both systems. */
export const STORE = [
  '# The store of apply goes sealed from run to run, as an artifact. Better is a Redis that all share, which no lost runner takes',
  '# along: store: { url_env: INTERFORM_STORE_URL } in interform.yaml.',
];

/** One environment of the project in a pipeline. */
export interface Stage {
  /** Ending of its job ids: `-<environment>`, or ''. */
  readonly suffix: string;
  readonly flags: string;
  readonly tokenEnv: string;
  readonly environment: string;
  /** Unique in the repository: two jobs of one group never run at the same time. */
  readonly group: string;
}

/** One for each environment, in the order in which they are applied. */
export function stagesOf({ environments, project, tokenEnv }: CiSketch): readonly Stage[] {
  const where = project === '' ? '' : ` -C ${shellWord(project)}`;
  const group = project === '' ? 'interform' : `interform-${project.replace(/[^A-Za-z0-9]+/g, '-')}`;
  if (environments.length === 0) {
    const environment = 'intercom';
    return [{ suffix: '', flags: where, tokenEnv, environment, group: `${group}-${environment}` }];
  }
  return environments.map(({ name, token_env }) => ({
    suffix: `-${name}`,
    flags: `${where} --env ${name}`,
    tokenEnv: token_env,
    environment: name,
    group: `${group}-${name}`,
  }));
}

/** Name of the secret with the reading token: `ACME_TOKEN` → `ACME_READ_TOKEN`. */
export function readTokenName({ tokenEnv }: Stage): string {
  return tokenEnv.replace(/(_TOKEN)?$/, '_READ$1');
}
