import { applyJob, driftJob, type GitlabStage, planJob, previewJob, validateJob } from './gitlab-jobs.ts';
import { installLines } from './install.ts';
import { ciFile, jobName, projectName, watched } from './names.ts';
import { type CiSketch, readTokenName, STORE, stagesOf } from './sketch.ts';
import { shellWord } from './yaml-words.ts';

/** Matches the pipeline files of all projects in the repository, including future ones. */
export const GITLAB_INCLUDE = '.gitlab/interform*.yml';

const NPM =
  '(cd "$INTERFORM" && npm ci --prefix . --userconfig ./npmrc --ignore-scripts --no-audit --no-fund)';

const STAGES = 'stages: [validate, plan, preview, apply]';

/** The content of `.gitlab-ci.yml`: it only includes other files. */
export function gitlabRootLines(): string[] {
  return [
    '# Every project of interform in this repository has a file of its own.',
    'include:',
    `  - local: "${GITLAB_INCLUDE}"`,
    STAGES,
  ];
}

/**
 * The pipeline that plans on merge requests, previews and applies on the default branch, one environment after the other, and
 * looks for drift on a schedule.
 */
export function gitlabLines(sketch: CiSketch): string[] {
  const stages = gitlabStages(sketch);
  const secrets = stages.flatMap((stage) => [
    `#   ${readTokenName(stage)}: masked. Intercom's reading token, for ${stage.jobs.plan}, ${stage.jobs.preview} and ${stage.jobs.drift}.`,
    `#   ${stage.tokenEnv}: masked, protected, of the environment ${stage.environment} only. The writing one, for ${stage.jobs.apply}.`,
  ]);
  return [
    '# Plans on merge requests, applies on the default branch what the merged merge requests showed, and finds drift on a schedule.',
    `# .gitlab-ci.yml includes this file; where that has stages of its own, they need these four too. CI/CD variables:`,
    ...secrets,
    '#   INTERFORM_GITLAB_TOKEN: masked, protected. An access token of the project, read_api, Developer: apply finds the receipts.',
    '#   INTERFORM_COMMENT_TOKEN: masked. Another one, api, Reporter: notes and issues; without it artifacts only.',
    ...STORE,
    STAGES,
    `${templateOf(sketch)}:`,
    '  image: node:24',
    '  variables:',
    '    INTERFORM_REQUIRE_APPROVAL: "true"',
    '  before_script:',
    '    # Beside the checkout, with a configuration of its own: nothing that was committed is read or runs.',
    '    - export INTERFORM="$CI_BUILDS_DIR/interform-$CI_JOB_ID"',
    '    - rm -rf "$INTERFORM" && mkdir -p "$INTERFORM" && touch "$INTERFORM/npmrc"',
    ...installLines(sketch, { at: (path) => `"$INTERFORM/${path}"`, npm: NPM }).map(
      (line) => `    - ${line}`,
    ),
    '  after_script:',
    '    - rm -rf "$CI_BUILDS_DIR/interform-$CI_JOB_ID"',
    ...validateJob(stages),
    ...stages.flatMap(planJob),
    ...stages.flatMap(previewJob),
    ...stages.flatMap((stage, index) => applyJob(stage, stages[index - 1])),
    ...stages.flatMap(driftJob),
  ];
}

function templateOf({ project }: CiSketch): string {
  return ['.interform', projectName(project)].filter((part) => part !== '').join('-');
}

function gitlabStages(sketch: CiSketch): readonly GitlabStage[] {
  const { project, environments } = sketch;
  const names = environments.map(({ name }) => name);
  const inProject = project === '' ? '' : `:${projectName(project)}`;
  const changes = watched(sketch, '**/*', ciFile('gitlab', project));
  return stagesOf(sketch).map((stage, index) => {
    const name = names[index];
    const ending = name === undefined ? '' : `-${jobName(name, names)}`;
    const jobs = { plan: '', preview: '', apply: '', drift: '', validate: `validate${inProject}` };
    for (const job of ['plan', 'preview', 'apply', 'drift'] as const)
      jobs[job] = `${job}${ending}${inProject}`;
    // GitLab does not allow other letters in the name of an environment.
    const environment = name === undefined ? stage.environment : jobName(name, names);
    const where = project === '' ? '' : ` -C ${shellWord(project)}`;
    return {
      ...stage,
      environment,
      group: ['interform', projectName(project), environment].filter((part) => part !== '').join('/'),
      flags: name === undefined ? where : `${where} --env ${shellWord(name)}`,
      subject: [name ?? '', project].filter((part) => part !== '').join(' '),
      jobs,
      changes,
      template: templateOf(sketch),
    };
  });
}
