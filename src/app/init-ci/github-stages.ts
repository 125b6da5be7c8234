import { installLines } from './install.ts';
import { jobName, projectName } from './names.ts';
import { type CiSketch, readName, stagesOf } from './sketch.ts';
import { githubWord, yamlWord } from './yaml-words.ts';

/** The actions of others, by commit: a tag can be moved. Each with the version that it is. */
const CHECKOUT = 'actions/checkout@df4cb1c069e1874edd31b4311f1884172cec0e10 # v6.0.3';
const SETUP_NODE = 'actions/setup-node@48b55a011bda9f5d6aeb4c2d9c7362e8dae4041e # v6.4.0';
const NODE = '24.x';

/** Where both lie in the workspace of a job, beside each other: what is checked out is never executed. */
const CHECKED_OUT = 'repository';
const INSTALLED = 'interform';
const NPM = `npm ci --prefix ${INSTALLED} --ignore-scripts --no-audit --no-fund`;

/** One environment of the project in the workflows of GitHub. */
export interface GithubStage {
  /** '' or `-<environment>`, at the end of the ids of its jobs. */
  readonly suffix: string;
  /** What the action is told; '' in a project without environments. */
  readonly environment: string;
  /** Of GitHub, with its secrets and reviewers, and what no other stage of the repository has. */
  readonly place: string;
  readonly tokenEnv: string;
  /** The secrets of plan and apply. */
  readonly readSecret: string;
  readonly writeSecret: string;
}

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
      readSecret: secretName(readName(stage)),
      writeSecret: secretName(stage.tokenEnv),
    };
  });
}

export interface GithubStep {
  readonly command: 'plan' | 'apply' | 'drift';
  readonly stage: GithubStage;
  readonly secret: string;
  /** By which the job gives its outputs. */
  readonly id?: string;
  /** `name: value` of more inputs. */
  readonly inputs?: readonly string[];
}

/** All steps of a job: Node.js before npm, interform beside the checkout, and the token in the environment of one step only. */
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

export function secretOf(secret: string): string {
  return `\${{ secrets.${secret} }}`;
}

/** Letters, digits and `_`, not a digit first, and none of GitHub's own. */
function secretName(tokenEnv: string): string {
  const name = tokenEnv.replace(/[^A-Za-z0-9_]/g, '_');
  return /^(?:\d|GITHUB_)/i.test(name) ? `INTERFORM_${name}` : name;
}
