import type { InitEnvironment } from './init-texts.ts';
import { quotedYaml } from './pull/yaml-text.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

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
}

const GITLAB_FILE = '.gitlab-ci.yml';

/** What both pipelines say of the store. */
const STORE = [
  '# The store of apply goes sealed from run to run, as an artifact. Better is a Redis that all share, which no lost runner takes',
  '# along: store: { url_env: INTERFORM_STORE_URL } in interform.yaml.',
];

/** Where a pipeline lives, from the root of the repository: a project in a folder has a workflow of its own. Undefined for none. */
export function ciFile(system: CiSystem, project: string): string | undefined {
  if (system === 'gitlab') return GITLAB_FILE;
  if (system === 'none') return undefined;
  const name = project.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return `.github/workflows/interform${name === '' ? '' : `-${name}`}.yml`;
}

/** Plan on pull requests, apply on main, one environment after the other. */
export function ciText(system: Exclude<CiSystem, 'none'>, sketch: CiSketch): string {
  const lines = system === 'github' ? githubLines(sketch) : gitlabLines(sketch);
  return `${lines.join('\n')}\n`;
}

interface Stage {
  /** '' or `-<environment>`. */
  readonly suffix: string;
  readonly flags: string;
  readonly tokenEnv: string;
  readonly environment: string;
  /** What no other stage of the repository has: two of them never run at one time. */
  readonly group: string;
}

function stagesOf({ environments, project, tokenEnv }: CiSketch): readonly Stage[] {
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
function readName({ tokenEnv }: Stage): string {
  return tokenEnv.replace(/(_TOKEN)?$/, '_READ$1');
}

function shellWord(text: string): string {
  return /^[\w.@/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A value as it is, where YAML takes it for the text that it is. */
function yamlWord(text: string): string {
  const isPlain = /^[a-z][\w./ -]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text);
  return isPlain ? text : quotedYaml(text);
}

/** A command; where it holds what means something to YAML, in quotes. */
function yamlCommand(text: string): string {
  return /^[\w .@/:=>-]+$/.test(text) && !text.includes(': ') ? text : quotedYaml(text);
}

/** What makes the pipeline run when it changes. */
function watched({ project, manifests }: CiSketch, glob: string, pipeline: string): string {
  const below = (path: string) => [project, path].filter((part) => part !== '').join('/');
  const quoted = (path: string) => `"${quotedYaml(path).slice(1, -1)}"`;
  const folders = [...new Set(manifests)].map((folder) =>
    quoted(`${below([folder, glob].filter((part) => part !== '').join('/'))}`),
  );
  return `[${[yamlWord(below('interform.yaml')), ...folders, pipeline].join(', ')}]`;
}

function githubLines(sketch: CiSketch): string[] {
  const { version, project } = sketch;
  const stages = stagesOf(sketch);
  // What is installed is what runs: the action is a part of the package.
  const action = (stage: Stage, command: string, secret: string) => [
    '    steps:',
    '      - uses: actions/checkout@v4',
    `      - run: npm install --no-save --ignore-scripts interform@${version}`,
    '      - uses: ./node_modules/interform',
    '        with:',
    `          command: ${command}`,
    ...(stage.suffix === '' ? [] : [`          environment: ${yamlWord(stage.environment)}`]),
    ...(project === '' ? [] : [`          project: ${yamlWord(project)}`]),
    ...(command === 'apply' ? [`          store-key: \${{ secrets.${secret} }}`] : []),
    '        env:',
    `          ${stage.tokenEnv}: \${{ secrets.${secret} }}`,
  ];
  const paths = `    paths: ${watched(sketch, '**', ciFile('github', project) ?? '')}`;
  return [
    '# Plans on pull requests, and applies on main what the merged pull request showed.',
    '# Secrets: a token that may only read for plan, one that may write for apply. Keep the second one in the environment',
    '# named below, with required reviewers, so that no pull request can reach it.',
    `# ${stages.map((stage) => `plan${stage.suffix}: ${readName(stage)}, apply${stage.suffix}: ${stage.tokenEnv}`).join('; ')}`,
    ...STORE,
    'name: interform',
    'on:',
    '  pull_request:',
    paths,
    '  push:',
    '    branches: [main]',
    paths,
    'permissions:',
    '  contents: read',
    'jobs:',
    '  validate:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - uses: actions/setup-node@v4',
    '        with: { node-version: 20 }',
    ...stages.map(
      (stage) =>
        `      - run: ${yamlCommand(`npx --yes interform@${version} validate${stage.flags} --format github`)}`,
    ),
    ...stages.flatMap((stage) => [
      `  plan${stage.suffix}:`,
      '    # A pull request from a fork has no secrets.',
      "    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
      '    needs: [validate]',
      '    runs-on: ubuntu-latest',
      '    permissions: { contents: read, pull-requests: write, checks: write }',
      `    concurrency: { group: "plan-${stage.group}-\${{ github.ref }}", cancel-in-progress: true }`,
      ...action(stage, 'plan', readName(stage)),
    ]),
    ...stages.flatMap((stage, index) => [
      `  apply${stage.suffix}:`,
      "    if: github.event_name == 'push'",
      `    needs: [validate${index === 0 ? '' : `, apply${stages[index - 1]?.suffix ?? ''}`}]`,
      '    runs-on: ubuntu-latest',
      '    permissions: { contents: read, pull-requests: read, checks: read, actions: read }',
      `    environment: ${yamlWord(stage.environment)}`,
      `    concurrency: { group: ${stage.group}, cancel-in-progress: false }`,
      ...action(stage, 'apply', stage.tokenEnv),
    ]),
  ];
}

function gitlabLines(sketch: CiSketch): string[] {
  const { version, project } = sketch;
  const stages = stagesOf(sketch);
  const install = `    - npm install --no-save --ignore-scripts interform@${version}`;
  const changes = `      changes: ${watched(sketch, '**/*', GITLAB_FILE)}`;
  const nameOf = (stage: Stage) => [stage.suffix.slice(1), project].filter((part) => part !== '').join('@');
  const command = (text: string) => `    - ${yamlCommand(text)}`;
  return [
    '# Plans on merge requests, and applies on the default branch what the merged merge request showed.',
    '# CI/CD variables: a masked token that may only read for plan; one that may write for apply, masked and protected.',
    `# ${stages.map((stage) => `plan${stage.suffix}: ${readName(stage)}, apply${stage.suffix}: ${stage.tokenEnv}`).join('; ')}`,
    '# INTERFORM_GITLAB_TOKEN: an access token of the project with read_api, masked and protected: it finds the receipt.',
    '# INTERFORM_COMMENT_TOKEN: one with api, masked, comments the plan; without it the plan is an artifact only.',
    ...STORE,
    'stages: [validate, plan, apply]',
    'default:',
    '  image: node:20',
    'validate:',
    '  stage: validate',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '  script:',
    ...stages.map((stage) => command(`npx --yes interform@${version} validate${stage.flags}`)),
    ...stages.flatMap((stage) => [
      `plan${stage.suffix}:`,
      '  stage: plan',
      '  rules:',
      '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
      changes,
      '  variables:',
      `    ${stage.tokenEnv}: $${readName(stage)}`,
      '  script:',
      install,
      command(
        `npx interform plan${stage.flags} --format markdown --receipt plan.receipt --report html=plan.html > plan.md`,
      ),
      '  after_script:',
      command(
        `node node_modules/interform/action/gitlab/comment.js plan.md ${nameOf(stage) === '' ? '' : shellWord(nameOf(stage))}`.trimEnd(),
      ),
      '  artifacts:',
      '    when: always',
      `    expose_as: ${yamlWord(`interform plan ${nameOf(stage).replace(/[^\w-]+/g, ' ')}`.trimEnd())}`,
      '    paths: [plan.html, plan.md, plan.receipt]',
      '    expire_in: 90 days',
    ]),
    ...stages.flatMap((stage, index) => [
      `apply${stage.suffix}:`,
      '  stage: apply',
      ...(index === 0 ? [] : [`  needs: [apply${stages[index - 1]?.suffix ?? ''}]`]),
      '  rules:',
      '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"',
      changes,
      `  environment: ${yamlWord(stage.environment)}`,
      `  resource_group: ${stage.group}`,
      '  variables:',
      `    INTERFORM_STORE_KEY: $${stage.tokenEnv}`,
      '  script:',
      install,
      // Before all that may be refused: what the job before left is handed on then too.
      command(`node node_modules/interform/action/gitlab/store.js open${stage.flags}`),
      `    - node node_modules/interform/action/gitlab/receipt.js plan${stage.suffix} plan.receipt`,
      command(`npx interform apply${stage.flags} --auto-approve --expect plan.receipt`),
      '  after_script:',
      command(`node node_modules/interform/action/gitlab/store.js close${stage.flags}`),
      '  artifacts:',
      '    when: always',
      '    access: developer',
      '    paths: [interform.store]',
      '    expire_in: 90 days',
    ]),
  ];
}
