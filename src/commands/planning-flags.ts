import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import type { PlanningOptions } from '../app/options.ts';
import { parseAllowance } from '../plan/guards/allowance.ts';
import { BULK_MODES, type BulkMode } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { PREVIEW_MODES, type PreviewMode } from '../types/merge-preview.ts';
import { GUARD_VERBS, type GuardVerb } from '../types/plan.ts';
import { RECHECK_MODES, type RecheckMode } from '../types/recheck.ts';
import { UsageError, usageError } from './usage.ts';

const group = { helpGroup: 'PLANNING' } as const;
/** Each use of the flag takes one value: `--target a --target b`, not `--target a b`. */
const each = { ...group, multiple: true, multipleNonGreedy: true } as const;

/** Which project and environment; `apply PLAN` takes them too. */
export const projectFlags = {
  project: Flags.string({
    ...group,
    char: 'C',
    helpValue: 'DIR',
    description:
      'The project folder. Default: this folder, or the nearest one above it that has an interform.yaml.',
  }),
  env: Flags.string({
    ...group,
    helpValue: 'NAME',
    description: 'Which environment of interform.yaml to use.',
  }),
};

/** Limits of guards for one run. */
const allowFlags = {
  allow: Flags.string({
    ...each,
    helpValue: 'VERB=N',
    description: `Allow at most N changes of this sort in this run. VERB is one of ${GUARD_VERBS.join(', ')}.`,
  }),
};

/** For plan and apply, also with a plan file. */
export const recheckFlags = {
  recheck: Flags.option({
    ...group,
    options: RECHECK_MODES,
    helpValue: 'batch|each',
    description:
      'How to read contacts again right before they are written: many at once through search (batch), or one by one (each). For a saved plan the default is each.',
  })(),
  bulk: Flags.option({
    ...group,
    options: BULK_MODES,
    helpValue: 'auto|off',
    description:
      'Whether 50 or more new users are created 100 a request and then read back, and contacts updated so where a probe saw that work (auto, the default), or all go one by one (off).',
  })(),
};

/** For plan, apply and audit. */
export const nonLiveFlag = {
  'non-live': Flags.boolean({
    ...group,
    description:
      'Read all contacts that are archived, blocked, merged or deleted, not only the first 3,000; a plan reads those where somebody is to be created.',
  }),
};

/** For plan and apply, where they make a plan. */
export const mergePreviewFlag = {
  'merge-preview': Flags.option({
    ...group,
    options: PREVIEW_MODES,
    helpValue: 'auto|off|all',
    description:
      'Ask Intercom what merges would do, which is shown with the plan: of 200 merges at most (auto, the default), of all of them, or of none (off).',
  })(),
};

/** For plan and apply, also with a plan file. Both select the same changes. */
export const limitFlag = {
  limit: Flags.integer({
    min: 1,
    helpValue: 'N',
    description: 'Try a few first: only the first N contact changes and what they need.',
  }),
};

/** Flags for planning only: with a plan file they have no effect. */
export const selectionFlags = {
  var: Flags.string({
    ...each,
    helpValue: 'NAME=VALUE',
    description: 'Set the variable NAME of the manifests; repeat for more.',
  }),
  to: Flags.string({
    ...each,
    helpValue: '[FOLDER:]VERSION',
    description:
      'Use the manifests up to this version, such as 0003. With several numbered folders: crm:0003; repeat for more.',
  }),
  target: Flags.string({
    ...each,
    helpValue: 'GLOB',
    description: 'Only changes with these addresses, and what they need; repeat for more.',
  }),
  exclude: Flags.string({
    ...each,
    helpValue: 'GLOB',
    description: 'No changes with these addresses, and none that need them; repeat for more.',
  }),
  file: Flags.string({
    ...each,
    helpValue: 'GLOB',
    description: 'Only what these files declare, and what it needs: manifests or data files.',
  }),
  owner: Flags.string({
    ...each,
    helpValue: 'TEAM',
    description: 'Only what this team owns, and what it needs.',
  }),
  data: Flags.string({
    ...each,
    helpValue: 'NAME=-',
    description: 'Read standard input instead of the data file NAME.',
  }),
  'base-url': Flags.string({
    ...group,
    helpValue: 'URL',
    description: 'Send requests to this address instead of to Intercom.',
  }),
};

/** The planning flags of design 8. */
export const planningFlags = { ...projectFlags, ...allowFlags, ...selectionFlags };

const { data: _standardInput, ...filterFlags } = selectionFlags;

/** The planning flags of pull, which reads no rows from standard input. */
export const pullFlags = { ...projectFlags, ...allowFlags, ...filterFlags };

export interface PlanningFlags {
  readonly project?: string | undefined;
  readonly env?: string | undefined;
  readonly var?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly file?: readonly string[] | undefined;
  readonly owner?: readonly string[] | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
  readonly 'base-url'?: string | undefined;
  readonly recheck?: RecheckMode | undefined;
  readonly 'non-live'?: boolean | undefined;
  readonly bulk?: BulkMode | undefined;
  readonly 'merge-preview'?: PreviewMode | undefined;
}

/** The options for use cases. Throws a UsageError that names every bad value. */
export function planningOptions(flags: PlanningFlags, cwd: string): PlanningOptions {
  const findings: Diagnostic[] = [];
  const report = (finding: Diagnostic) => findings.push(finding);
  const options: PlanningOptions = {
    project: resolve(cwd, flags.project ?? '.'),
    ...(flags.env === undefined ? {} : { environment: flags.env }),
    variables: variablesOf(flags.var ?? [], report),
    ...(flags.to === undefined || flags.to.length === 0 ? {} : { to: flags.to }),
    target: flags.target ?? [],
    exclude: flags.exclude ?? [],
    ...(flags.file === undefined ? {} : { files: flags.file }),
    ...(flags.owner === undefined ? {} : { owners: flags.owner }),
    allow: allowancesOf(flags.allow ?? [], report),
    ...(flags['merge-preview'] === undefined ? {} : { mergePreview: flags['merge-preview'] }),
    ...(flags.recheck === undefined ? {} : { recheck: flags.recheck }),
    ...(flags['non-live'] === true ? { nonLive: true } : {}),
    ...(flags.bulk === undefined ? {} : { bulk: flags.bulk }),
    ...(flags.data === undefined ? {} : { data: dataOf(flags.data, report) }),
    ...(flags['base-url'] === undefined ? {} : { baseUrl: urlOf(flags['base-url'], report) }),
  };
  if (findings.length > 0) throw new UsageError(findings);
  return options;
}

function variablesOf(written: readonly string[], report: (finding: Diagnostic) => void): Map<string, string> {
  const variables = new Map<string, string>();
  for (const text of written) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_-]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      report(
        usageError('bad-flag-value', `--var ${text} is not NAME=VALUE`, 'for example --var suffix=-staging'),
      );
    } else {
      variables.set(name, value);
    }
  }
  return variables;
}

/** Parses --data. Standard input can be read only once, so only one name may use it. */
function dataOf(written: readonly string[], report: (finding: Diagnostic) => void): Set<string> {
  const names = new Set<string>();
  for (const text of written) {
    const name = /^(.+)=-$/.exec(text)?.[1];
    if (name === undefined) {
      report(
        usageError('bad-flag-value', `--data ${text} is not NAME=-`, 'for example --data billing.csv=-'),
      );
    } else names.add(name);
  }
  if (names.size > 1) {
    report(
      usageError(
        'bad-flag-value',
        '--data is given for several data files',
        'standard input can replace only one of them',
      ),
    );
  }
  return names;
}

/** Parses --allow. If a verb occurs several times, the last one counts. */
function allowancesOf(
  written: readonly string[],
  report: (finding: Diagnostic) => void,
): Map<GuardVerb, number> {
  const allowances = new Map<GuardVerb, number>();
  for (const text of written) {
    const allowance = parseAllowance(text);
    if (allowance.diagnostic === undefined) allowances.set(allowance.verb, allowance.limit);
    else report(allowance.diagnostic);
  }
  return allowances;
}

function urlOf(written: string, report: (finding: Diagnostic) => void): string {
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    report(
      usageError(
        'bad-flag-value',
        `--base-url ${written} is not an http or https address`,
        'for example --base-url http://127.0.0.1:4010',
      ),
    );
  }
  return written;
}
