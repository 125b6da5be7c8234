import type { Diagnostic } from '../../types/diagnostic.ts';

const PROBLEMS = {
  'plan-file-foreign': {
    summary: 'this is not a plan file',
    help: 'give the file that interform plan --out wrote',
  },
  'plan-file-newer': {
    summary: 'this plan file has a format that this version of interform does not know',
    help: 'apply it with the version that wrote it, or plan again with this one',
  },
  'plan-file-unknown-kind': {
    summary: 'this plan file has a change of a kind that this version of interform does not know',
    help: 'use the version that wrote it, or plan again with this one',
  },
  'plan-file-truncated': {
    summary: 'this plan file is cut off',
    help: 'copy it again, or plan again; a plan whose end is missing is never applied',
  },
  'plan-file-edited': {
    summary: 'this plan file was changed after it was written',
    help: 'change the manifests and plan again; a changed plan is never applied',
  },
  'plan-file-count': {
    summary: 'this plan file does not hold as many changes as it says',
    help: 'plan again; a plan with lines taken out or put in is never applied',
  },
  'plan-file-trailing': {
    summary: 'something follows the end of this plan file',
    help: 'give one plan file at a time, as interform plan --out wrote it',
  },
  'plan-file-digest': {
    summary: 'the digest of this plan file is not that of its changes',
    help: 'plan again; only what interform plan --out wrote is applied',
  },
  'plan-file-invalid': {
    summary: 'this plan file holds something that interform did not write',
    help: 'plan again; only what interform plan --out wrote is applied',
  },
  'plan-file-masked': {
    summary: 'this plan file is masked: it does not hold what would be written',
    help: 'apply a plan that was saved without --mask; a masked plan is only to look at',
  },
  'plan-file-snapshot': {
    summary: 'this plan was made from a snapshot: nobody compared it with the workspace',
    help: 'plan again without --snapshot; a plan from a snapshot is only to look at',
  },
  'plan-file-gzip': {
    summary: 'this plan file is compressed, and its gzip data is broken',
    help: 'copy it again as a binary file, or plan again',
  },
} as const;

export type PlanFileProblem = keyof typeof PROBLEMS;

export function planFileProblem(code: PlanFileProblem, detail: string, line?: number): Diagnostic {
  const { summary, help } = PROBLEMS[code];
  const where = line === undefined ? '' : `line ${line}: `;
  return { code, severity: 'error', summary, detail: `${where}${detail}`, help };
}
