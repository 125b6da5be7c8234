import { readTokenName, type Stage } from './sketch.ts';
import { yamlCommand, yamlWord } from './yaml-words.ts';

/** One environment of the project in GitLab's pipeline. */
export interface GitlabStage extends Stage {
  /** Names of its jobs, unique in the repository. */
  readonly jobs: Readonly<Record<'validate' | 'plan' | 'preview' | 'apply' | 'drift', string>>;
  /** Environment and project, to show to people. */
  readonly subject: string;
  /** The files whose changes run the pipeline, as a YAML list. */
  readonly changes: string;
  readonly template: string;
}

const SCRIPTS = 'node_modules/interform/action/gitlab';
const ON_REQUEST = '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"';
const ON_BRANCH = '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "push"';
const ON_SCHEDULE = '    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE == "schedule"';

/** The job needs no token. */
export function validateJob(stages: readonly GitlabStage[]): string[] {
  const [first] = stages;
  if (first === undefined) return [];
  return [
    ...head(first.jobs.validate, 'validate', first),
    ON_REQUEST,
    ON_BRANCH,
    '  script:',
    ...stages.map((stage) =>
      command(`node "$INTERFORM/node_modules/interform/bin/run.js" validate${stage.flags}`),
    ),
  ];
}

/** The job that plans a merge request. */
export function planJob(stage: GitlabStage): string[] {
  const shown = `interform plan ${stage.subject.replace(/[^\w-]+/g, ' ').trim()}`.trimEnd();
  return [
    ...head(stage.jobs.plan, 'plan', stage),
    ON_REQUEST,
    `      changes: ${stage.changes}`,
    '  script:',
    reading(stage, 'plan.js'),
    ...planArtifacts,
    `    expose_as: ${yamlWord(shown)}`,
  ];
}

/** Runs before the approvers of the environment are asked: it shows them what will be applied, and apply does no more than that. */
export function previewJob(stage: GitlabStage): string[] {
  return [
    ...head(stage.jobs.preview, 'preview', stage),
    ON_BRANCH,
    `      changes: ${stage.changes}`,
    '  script:',
    reading(stage, 'plan.js'),
    ...planArtifacts,
  ];
}

/** The job that applies on the default branch, after that of the environment before. */
export function applyJob(stage: GitlabStage, before: GitlabStage | undefined): string[] {
  const { apply, plan, preview } = stage.jobs;
  const flags = ` --plan-job=${plan} --preview-job=${preview}${stage.flags}`;
  return [
    ...head(apply, 'apply', stage),
    ON_BRANCH,
    `      changes: ${stage.changes}`,
    '  needs:',
    `    - { job: ${yamlWord(preview)}, artifacts: false }`,
    ...(before === undefined ? [] : [`    - { job: ${yamlWord(before.jobs.apply)}, artifacts: false }`]),
    `  environment: ${yamlWord(stage.environment)}`,
    `  resource_group: ${yamlWord(stage.group)}`,
    '  variables:',
    `    INTERFORM_STORE_KEY: $${stage.tokenEnv}`,
    '  script:',
    // Open the store before anything that may be refused, so that also a refused job hands on what the job before it left.
    command(`node "$INTERFORM/${SCRIPTS}/store.js" open${stage.flags}`),
    command(`node "$INTERFORM/${SCRIPTS}/apply.js"${flags}`),
    '  after_script:',
    command(`node "$CI_BUILDS_DIR/interform-$CI_JOB_ID/${SCRIPTS}/store.js" close${stage.flags}`),
    '    - rm -rf "$CI_BUILDS_DIR/interform-$CI_JOB_ID"',
    '  artifacts:',
    '    when: always',
    '    access: developer',
    '    paths: [interform.store, apply.md]',
    '    expire_in: 90 days',
  ];
}

/** The scheduled job that looks for drift. It may fail with 2, which means that there is some. */
export function driftJob(stage: GitlabStage): string[] {
  return [
    ...head(stage.jobs.drift, 'plan', stage),
    ON_SCHEDULE,
    '  allow_failure: { exit_codes: 2 }',
    '  script:',
    reading(stage, 'drift.js'),
  ];
}

const planArtifacts = [
  '  artifacts:',
  '    when: always',
  '    access: developer',
  '    paths: [plan.html, plan.md, plan.receipt, plan.seal.json]',
  '    expire_in: 90 days',
];

function head(job: string, stageName: string, { template }: GitlabStage): string[] {
  return [`${yamlWord(job)}:`, `  extends: ${yamlWord(template)}`, `  stage: ${stageName}`, '  rules:'];
}

/**
 * Runs a script with the reading token. It is set in the shell, since a variable of the job would lose against one of the
 * project.
 */
function reading(stage: GitlabStage, script: string): string {
  return command(
    `${stage.tokenEnv}="$${readTokenName(stage)}" node "$INTERFORM/${SCRIPTS}/${script}"${stage.flags}`,
  );
}

function command(text: string): string {
  return `    - ${/^[\w .@/="$-]+$/.test(text) && !/^["$-]/.test(text) ? text : yamlCommand(text)}`;
}
