import type { InitEnvironment } from '../init-texts.ts';
import { shellWord } from './yaml-words.ts';

/** What a pipeline is written from. */
export interface CiSketch {
  /** The version of interform that the pipeline runs. */
  readonly version: string;
  readonly environments: readonly InitEnvironment[];
  /** Where there are no environments: the variable that holds the token. */
  readonly tokenEnv: string;
  /** Folders of the project, with `/`; '' for the project itself. */
  readonly manifests: readonly string[];
  /** The folder of the project in its repository, with `/`; '' for the repository itself. */
  readonly project: string;
  /** What pull requests are merged into. */
  readonly branch: string;
  /** Of the package of that version, where it is known: `sha512-…`. */
  readonly integrity?: string;
}

/** What both pipelines say of the store. */
export const STORE = [
  '# The store of apply goes sealed from run to run, as an artifact. Better is a Redis that all share, which no lost runner takes',
  '# along: store: { url_env: INTERFORM_STORE_URL } in interform.yaml.',
];

/** One environment of the project in a pipeline. */
export interface Stage {
  /** '' or `-<environment>`. */
  readonly suffix: string;
  readonly flags: string;
  readonly tokenEnv: string;
  readonly environment: string;
  /** What no other stage of the repository has: two of them never run at one time. */
  readonly group: string;
}

/** In the order in which they are applied. */
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

/** The secret of plan: `ACME_TOKEN` → `ACME_READ_TOKEN`, never that of apply. */
export function readName({ tokenEnv }: Stage): string {
  return tokenEnv.replace(/(_TOKEN)?$/, '_READ$1');
}
