import { ciFile, watched } from './names.ts';
import { type CiSketch, readName, STORE, type Stage, stagesOf } from './sketch.ts';
import { yamlCommand, yamlWord } from './yaml-words.ts';

/** Plan on pull requests, apply on main, one environment after the other. */
export function githubLines(sketch: CiSketch): string[] {
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
  const paths = `    paths: ${watched(sketch, '**', ciFile('github', project))}`;
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
