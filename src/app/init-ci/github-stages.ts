import { installLines } from './install.ts';
import { jobName, projectName } from './names.ts';
import { type CiSketch, readTokenName, stagesOf } from './sketch.ts';
import { githubWord, yamlWord } from './yaml-words.ts';

/** Actions of others are pinned to a commit, because a tag can be moved. The comment names the version. */
const CHECKOUT = 'actions/checkout@df4cb1c069e1874edd31b4311f1884172cec0e10 # v6.0.3';
const SETUP_NODE = 'actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e # v6.4.0';
const NODE = '24.x';

/** Two folders side by side in the workspace of a job: nothing of the checkout is executed. */
const CHECKED_OUT = 'repository';
const INSTALLED = 'interform';
const NPM = `npm ci --prefix ${INSTALLED} --ignore-scripts --no-audit --no-fund`;

/** One environment of the project in the workflows of GitHub. */
export interface GithubStage {
  /** Ending of its job ids: `-<environment>`, or ''. */
  readonly suffix: string;
  /** The value for the action's input; '' in a project without environments. */
  readonly environment: string;
  /** Name of the GitHub environment, which has the secrets and reviewers. Unique in the repository. */
  readonly place: string;
  readonly tokenEnv: string;
  /** Names of the secrets of plan and of apply. */
  readonly readSecret: string;
  readonly writeSecret: string;
}

/** One stage for each environment of the project, in the order in which they are applied. */
export function githubStages(sketch: CiSketch): readonly GithubStage[] {
  const names = sketch.environments.map(({ name }) => name);
  const where = sketch.project === '' ? '' : `@${projectName(sketch.project)}`;
  return stagesOf(sketch).map((stage) => {
    const environment = names.length === 0 ? '' : stage.environment;
    const name = environment === '' ? stage.environment : jobName(environment, names);
    return {
      suffix: environment === '' ? '' : `-${name}`,
      environment,
      place: `${name}${where}`,
      tokenEnv: stage.tokenEnv,
      readSecret: secretName(readTokenName(stage)),
      writeSecret: secretName(stage.tokenEnv),
    };
  });
}

export interface GithubStep {
  readonly command: 'plan' | 'apply' | 'drift';
  readonly stage: GithubStage;
  readonly secret: string;
  /** The id that outputs of the job refer to. */
  readonly id?: string;
  /** Further inputs, as lines `name: value`. */
  readonly inputs?: readonly string[];
}

/**
 * The steps of a job. Node.js is set up before npm runs, interform is installed beside the checkout, and only one step has the
 * token in its environment.
 */
export function githubSteps(
  sketch: CiSketch,
  { command, stage, secret, id, inputs = [] }: GithubStep,
): string[] {
  const { project } = sketch;
  return [
    '    steps:',
    `      - uses: ${CHECKOUT}`,
    `        with: { path: ${CHECKED_OUT}, persist-credentials: false }`,
    `      - uses: ${SETUP_NODE}`,
    `        with: { node-version: ${NODE}, package-manager-cache: false }`,
    '      - name: Install interform',
    '        shell: bash',
    '        run: |',
    ...[
      `rm -rf ${INSTALLED} && mkdir ${INSTALLED}`,
      ...installLines(sketch, { at: (path) => `${INSTALLED}/${path}`, npm: NPM }),
    ].map((line) => `          ${line}`),
    `      - uses: ./${INSTALLED}/node_modules/interform`,
    ...(id === undefined ? [] : [`        id: ${id}`]),
    '        with:',
    `          command: ${command}`,
    `          checkout: ${CHECKED_OUT}`,
    ...(project === '' ? [] : [`          project: ${githubWord(project)}`]),
    ...(stage.environment === '' ? [] : [`          environment: ${githubWord(stage.environment)}`]),
    ...inputs.map((input) => `          ${input}`),
    '        env:',
    `          ${yamlWord(stage.tokenEnv)}: ${secretOf(secret)}`,
  ];
}

/** The GitHub expression for a secret. */
export function secretOf(secret: string): string {
  return `\${{ secrets.${secret} }}`;
}

/** A valid secret name: letters, digits and `_`, not beginning with a digit or with GitHub's own prefix. */
function secretName(tokenEnv: string): string {
  const name = tokenEnv.replace(/[^A-Za-z0-9_]/g, '_');
  return /^(?:\d|GITHUB_)/i.test(name) ? `INTERFORM_${name}` : name;
}
