import { type GithubStage, githubStages, githubSteps, secretOf } from './github-stages.ts';
import { type CiSketch, STORE } from './sketch.ts';
import { branchWord, expressionText, githubWord, yamlWord } from './yaml-words.ts';

const LABELS = [
  '# Labels and reviews release guards with allow-from: labels for plan, preview and apply. That takes more types of pull_request, a',
  '# condition and permissions: Labels and reviews, in the reference of interform’s guards.',
];

/**
 * The condition of a later apply job. An earlier environment without changes skips its apply, which must not skip this one. An
 * apply job that GitHub dropped, because a newer run waits for the same group or time ran out, makes neither `failure()` nor
 * `cancelled()` true, so the results of all earlier jobs are checked.
 */
const NONE_STOPPED = "!failure() && !cancelled() && !contains(needs.*.result, 'cancelled')";

/**
 * The workflow that plans on pull requests and in merge queues, and applies on the branch that they are merged into, one
 * environment after the other.
 *
 *     pull_request, merge_group ── plan-A, plan-B
 *     push ── preview-A ── apply-A
 *                │            │
 *             preview-B ── apply-B
 *
 * Each preview is made before the reviewers of its environment are asked. Nothing is filtered by path: a required check has to
 * report on every pull request, and the action knows which files the project reads.
 */
export function githubLines(sketch: CiSketch): string[] {
  const stages = githubStages(sketch);
  const name = sketch.project === '' ? 'interform' : `interform ${sketch.project}`;
  return [
    `# Plans on pull requests, and applies on ${oneLine(sketch.branch)} what the merged ones showed.`,
    '# Secrets: a token that may only read for plan, one that may write for apply. Keep the second one in the environment named below,',
    '# with required reviewers and that branch only, so that no pull request can reach it.',
    ...stages.map(
      ({ suffix, readSecret, writeSecret, place }) =>
        `# plan${suffix}: ${readSecret}, apply${suffix}: ${writeSecret} in the environment ${place}`,
    ),
    `# In a ruleset of ${oneLine(sketch.branch)} require a pull request with an approval, and as status checks: ${stages.map((stage) => githubWord(planName(sketch, stage))).join(', ')}.`,
    ...STORE,
    ...LABELS,
    `name: ${githubWord(name)}`,
    'on:',
    '  pull_request:',
    '  merge_group:',
    '  push:',
    `    branches: [${branchWord(sketch.branch)}]`,
    'permissions: {}',
    'jobs:',
    ...stages.flatMap((stage) => planJob(sketch, stage)),
    ...stages.flatMap((stage, index) => previewJob(sketch, stage, stages[index - 1])),
    ...stages.flatMap((stage, index) => applyJob(sketch, stage, stages.slice(0, index))),
  ];
}

/** The workflow that looks for drift on a schedule, and keeps one issue for each environment. */
export function githubDriftLines(sketch: CiSketch): string[] {
  const name = sketch.project === '' ? 'interform drift' : `interform drift ${sketch.project}`;
  return [
    '# Looks every morning for what differs from the manifests, and keeps one issue for each environment while something does.',
    `name: ${githubWord(name)}`,
    'on:',
    '  schedule:',
    // Not at the full hour, when GitHub is busiest and drops runs.
    '    - cron: "17 5 * * 1-5"',
    '  workflow_dispatch:',
    'permissions: {}',
    'jobs:',
    ...githubStages(sketch).flatMap((stage) => [
      `  drift${stage.suffix}:`,
      `    if: ${yamlExpression(`github.ref == ${expressionText(`refs/heads/${sketch.branch}`)}`)}`,
      '    runs-on: ubuntu-latest',
      '    permissions: { contents: read, issues: write }',
      `    concurrency: { group: ${yamlWord(`interform-drift-${stage.place}`)}, cancel-in-progress: false }`,
      ...githubSteps(sketch, { command: 'drift', stage, secret: stage.readSecret }),
    ]),
  ];
}

/**
 * The name of the required check. GitHub names checks by the job alone, so it has to be unique among the projects of a
 * repository.
 */
function planName(sketch: CiSketch, { suffix }: GithubStage): string {
  return sketch.project === '' ? `plan${suffix}` : `plan${suffix} ${sketch.project}`;
}

function planJob(sketch: CiSketch, stage: GithubStage): string[] {
  return [
    `  plan${stage.suffix}:`,
    ...(sketch.project === '' ? [] : [`    name: ${githubWord(planName(sketch, stage))}`]),
    "    if: github.event_name != 'push'",
    '    runs-on: ubuntu-latest',
    '    permissions: { contents: read, pull-requests: write, checks: write }',
    `    concurrency: { group: "interform-plan-${stage.place}-\${{ github.ref }}", cancel-in-progress: true }`,
    ...githubSteps(sketch, { command: 'plan', stage, secret: stage.readSecret }),
  ];
}

function previewJob(sketch: CiSketch, stage: GithubStage, before: GithubStage | undefined): string[] {
  return [
    `  preview${stage.suffix}:`,
    "    if: github.event_name == 'push'",
    ...(before === undefined ? [] : [`    needs: [preview${before.suffix}]`]),
    '    runs-on: ubuntu-latest',
    '    permissions: { contents: read }',
    '    outputs:',
    `      changes: \${{ steps.plan.outputs.changes }}`,
    ...githubSteps(sketch, { command: 'plan', stage, secret: stage.readSecret, id: 'plan' }),
  ];
}

function applyJob(sketch: CiSketch, stage: GithubStage, before: readonly GithubStage[]): string[] {
  const preview = `preview${stage.suffix}`;
  const hasChanges = `needs.${preview}.outputs.changes == 'true'`;
  return [
    `  apply${stage.suffix}:`,
    `    needs: [${[preview, ...before.map(({ suffix }) => `apply${suffix}`)].join(', ')}]`,
    `    if: ${before.length === 0 ? hasChanges : `\${{ ${NONE_STOPPED} && ${hasChanges} }}`}`,
    '    runs-on: ubuntu-latest',
    '    permissions: { contents: read, pull-requests: write, actions: read }',
    `    environment: ${yamlWord(stage.place)}`,
    `    concurrency: { group: ${yamlWord(`interform-${stage.place}`)}, cancel-in-progress: false }`,
    ...githubSteps(sketch, {
      command: 'apply',
      stage,
      secret: stage.writeSecret,
      inputs: [
        'expect: pull-request, this-run',
        '# Somebody else with write permission has approved the pull request as it was planned last. Where one works alone: false.',
        'require-approval: true',
        `store-key: ${secretOf(stage.writeSecret)}`,
      ],
    }),
  ];
}

/** A text that cannot end the comment it is put into. */
function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e\p{L}\p{N}]/gu, '?');
}

function yamlExpression(code: string): string {
  return /^[\w .='/-]+$/.test(code) ? code : `\${{ ${code} }}`;
}
