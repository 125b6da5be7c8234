import { ciFile, watched } from './names.ts';
import { type CiSketch, readName, STORE, type Stage, stagesOf } from './sketch.ts';
import { shellWord, yamlCommand, yamlWord } from './yaml-words.ts';

/** Plan on merge requests, apply on the default branch, one environment after the other. */
export function gitlabLines(sketch: CiSketch): string[] {
  const { version, project } = sketch;
  const stages = stagesOf(sketch);
  const install = `    - npm install --no-save --ignore-scripts interform@${version}`;
  const changes = `      changes: ${watched(sketch, '**/*', ciFile('gitlab', project))}`;
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
