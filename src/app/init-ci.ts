import type { InitEnvironment } from './init-texts.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

export interface CiSketch {
  /** The version of interform that the pipeline runs. */
  readonly version: string;
  readonly environments: readonly InitEnvironment[];
}

const GITHUB_FILE = '.github/workflows/interform.yml';
const GITLAB_FILE = '.gitlab-ci.yml';

/** Where a pipeline lives; undefined for none. */
export function ciFile(system: CiSystem): string | undefined {
  if (system === 'github') return GITHUB_FILE;
  return system === 'gitlab' ? GITLAB_FILE : undefined;
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
}

function stagesOf(environments: readonly InitEnvironment[]): readonly Stage[] {
  if (environments.length === 0)
    return [{ suffix: '', flags: '', tokenEnv: 'INTERCOM_ACCESS_TOKEN', environment: 'intercom' }];
  return environments.map(({ name, token_env }) => ({
    suffix: `-${name}`,
    flags: ` --env ${name}`,
    tokenEnv: token_env,
    environment: name,
  }));
}

function githubLines({ version, environments }: CiSketch): string[] {
  const stages = stagesOf(environments);
  const readSecret = (stage: Stage) => stage.tokenEnv.replace(/_TOKEN$/, '_READ_TOKEN');
  // What is installed is what runs: the action is a part of the package.
  const action = (stage: Stage, command: string, secret: string) => [
    '    steps:',
    '      - uses: actions/checkout@v4',
    `      - run: npm install --no-save --ignore-scripts interform@${version}`,
    '      - uses: ./node_modules/interform',
    '        with:',
    `          command: ${command}`,
    ...(stage.suffix === '' ? [] : [`          environment: ${stage.environment}`]),
    '        env:',
    `          ${stage.tokenEnv}: \${{ secrets.${secret} }}`,
  ];
  const paths = `    paths: [interform.yaml, "migrations/**", ${GITHUB_FILE}]`;
  return [
    '# Plans on pull requests, and applies on main what the merged pull request showed.',
    '# Secrets: a token that may only read for plan, one that may write for apply. Keep the second one in the environment',
    '# named below, with required reviewers, so that no pull request can reach it.',
    `# ${stages.map((stage) => `plan${stage.suffix}: ${readSecret(stage)}, apply${stage.suffix}: ${stage.tokenEnv}`).join('; ')}`,
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
      (stage) => `      - run: npx --yes interform@${version} validate${stage.flags} --format github`,
    ),
    ...stages.flatMap((stage) => [
      `  plan${stage.suffix}:`,
      '    # A pull request from a fork has no secrets.',
      "    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
      '    needs: [validate]',
      '    runs-on: ubuntu-latest',
      '    permissions: { contents: read, pull-requests: write, checks: write }',
      `    concurrency: { group: "interform-plan-${stage.environment}-\${{ github.ref }}", cancel-in-progress: true }`,
      ...action(stage, 'plan', readSecret(stage)),
    ]),
    ...stages.flatMap((stage, index) => [
      `  apply${stage.suffix}:`,
      "    if: github.event_name == 'push'",
      `    needs: [validate${index === 0 ? '' : `, apply${stages[index - 1]?.suffix ?? ''}`}]`,
      '    runs-on: ubuntu-latest',
      '    permissions: { contents: read, pull-requests: read, checks: read, actions: read }',
      `    environment: ${stage.environment}`,
      `    concurrency: { group: interform-${stage.environment}, cancel-in-progress: false }`,
      ...action(stage, 'apply', stage.tokenEnv),
    ]),
  ];
}

function gitlabLines({ version, environments }: CiSketch): string[] {
  const stages = stagesOf(environments);
  const readVariable = (stage: Stage) => stage.tokenEnv.replace(/_TOKEN$/, '_READ_TOKEN');
  const install = `    - npm install --no-save --ignore-scripts interform@${version}`;
  const changes = `      changes: [interform.yaml, "migrations/**/*", ${GITLAB_FILE}]`;
  const named = (stage: Stage) => (stage.suffix === '' ? '' : ` ${stage.environment}`);
  return [
    '# Plans on merge requests, and applies on the default branch what the merged merge request showed.',
    '# CI/CD variables: a masked token that may only read for plan; one that may write for apply, masked and protected.',
    `# ${stages.map((stage) => `plan${stage.suffix}: ${readVariable(stage)}, apply${stage.suffix}: ${stage.tokenEnv}`).join('; ')}`,
    '# INTERFORM_GITLAB_TOKEN: an access token of the project with read_api, masked and protected: it finds the receipt.',
    '# INTERFORM_COMMENT_TOKEN: one with api, masked, comments the plan; without it the plan is an artifact only.',
    'stages: [validate, plan, apply]',
    'default:',
    '  image: node:20',
    'validate:',
    '  stage: validate',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
    '  script:',
    ...stages.map((stage) => `    - npx --yes interform@${version} validate${stage.flags}`),
    ...stages.flatMap((stage) => [
      `plan${stage.suffix}:`,
      '  stage: plan',
      '  rules:',
      '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
      changes,
      '  variables:',
      `    ${stage.tokenEnv}: $${readVariable(stage)}`,
      '  script:',
      install,
      `    - npx interform plan${stage.flags} --format markdown --receipt plan.receipt --report html=plan.html > plan.md`,
      '  after_script:',
      `    - node node_modules/interform/action/gitlab-comment.js plan.md${named(stage)}`,
      '  artifacts:',
      '    when: always',
      `    expose_as: interform plan${named(stage)}`,
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
      `  environment: ${stage.environment}`,
      `  resource_group: interform-${stage.environment}`,
      '  script:',
      install,
      `    - node node_modules/interform/action/gitlab-receipt.js plan${stage.suffix} plan.receipt`,
      `    - npx interform apply${stage.flags} --auto-approve --expect plan.receipt`,
    ]),
  ];
}
