import type { InitEnvironment } from './init-texts.ts';

export const CI_SYSTEMS = ['github', 'gitlab', 'none'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

export interface CiSketch {
  /** The version of interform that the pipeline runs. */
  readonly version: string;
  readonly environments: readonly InitEnvironment[];
}

/** Where a pipeline lives; undefined for none. */
export function ciFile(system: CiSystem): string | undefined {
  if (system === 'github') return '.github/workflows/interform.yml';
  return system === 'gitlab' ? '.gitlab-ci.yml' : undefined;
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
  const setUp = [
    '      - uses: actions/checkout@v4',
    '      - uses: actions/setup-node@v4',
    '        with: { node-version: 20 }',
  ];
  const token = (stage: Stage, secret: string) => [
    '        env:',
    `          ${stage.tokenEnv}: \${{ secrets.${secret} }}`,
  ];
  const readSecret = (stage: Stage) => stage.tokenEnv.replace(/_TOKEN$/, '_READ_TOKEN');
  return [
    '# Plans on pull requests and applies on main.',
    '# Secrets: a token that may only read for plan, one that may write for apply. Keep the second one in the environment',
    '# named below, with required reviewers, so that no pull request can reach it.',
    `# ${stages.map((stage) => `plan${stage.suffix}: ${readSecret(stage)}, apply${stage.suffix}: ${stage.tokenEnv}`).join('; ')}`,
    'name: interform',
    'on:',
    '  pull_request:',
    '    paths: [interform.yaml, "migrations/**"]',
    '  push:',
    '    branches: [main]',
    '    paths: [interform.yaml, "migrations/**"]',
    'permissions:',
    '  contents: read',
    'jobs:',
    '  validate:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...setUp,
    ...stages.map((stage) => `      - run: npx --yes interform@${version} validate${stage.flags}`),
    ...stages.flatMap((stage) => [
      `  plan${stage.suffix}:`,
      '    # A pull request from a fork has no secrets.',
      "    if: github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository",
      '    needs: [validate]',
      '    runs-on: ubuntu-latest',
      '    steps:',
      ...setUp,
      `      - run: npx --yes interform@${version} plan${stage.flags}`,
      ...token(stage, readSecret(stage)),
    ]),
    ...stages.flatMap((stage, index) => [
      `  apply${stage.suffix}:`,
      "    if: github.event_name == 'push'",
      `    needs: [validate${index === 0 ? '' : `, apply${stages[index - 1]?.suffix ?? ''}`}]`,
      '    runs-on: ubuntu-latest',
      `    environment: ${stage.environment}`,
      `    concurrency: { group: interform-${stage.environment}, cancel-in-progress: false }`,
      '    steps:',
      ...setUp,
      `      - run: npx --yes interform@${version} apply${stage.flags} --auto-approve`,
      ...token(stage, stage.tokenEnv),
    ]),
  ];
}

function gitlabLines({ version, environments }: CiSketch): string[] {
  const stages = stagesOf(environments);
  const readVariable = (stage: Stage) => stage.tokenEnv.replace(/_TOKEN$/, '_READ_TOKEN');
  return [
    '# Plans on merge requests and applies on the default branch.',
    '# CI/CD variables: a masked token that may only read for plan; one that may write for apply, masked and protected.',
    'stages: [validate, plan, apply]',
    'default:',
    '  image: node:20',
    'validate:',
    '  stage: validate',
    '  script:',
    ...stages.map((stage) => `    - npx --yes interform@${version} validate${stage.flags}`),
    ...stages.flatMap((stage) => [
      `plan${stage.suffix}:`,
      '  stage: plan',
      '  rules:',
      '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
      '      changes: [interform.yaml, "migrations/**/*"]',
      '  variables:',
      `    ${stage.tokenEnv}: $${readVariable(stage)}`,
      '  script:',
      `    - npx --yes interform@${version} plan${stage.flags}`,
    ]),
    ...stages.flatMap((stage, index) => [
      `apply${stage.suffix}:`,
      '  stage: apply',
      ...(index === 0 ? [] : [`  needs: [apply${stages[index - 1]?.suffix ?? ''}]`]),
      '  rules:',
      '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"',
      '      changes: [interform.yaml, "migrations/**/*"]',
      `  environment: ${stage.environment}`,
      `  resource_group: interform-${stage.environment}`,
      '  script:',
      `    - npx --yes interform@${version} apply${stage.flags} --auto-approve`,
    ]),
  ];
}
