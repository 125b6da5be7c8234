import type { Diagnostic } from '../../types/diagnostic.ts';

const PROBLEMS = {
  'receipt-foreign': {
    summary: 'this is not a receipt',
    help: 'give the file that interform plan --receipt wrote, or the digest as sha256:…',
  },
  'receipt-newer': {
    summary: 'this receipt has a format that this version of interform does not know',
    help: 'apply with the version that wrote it, or review a new plan',
  },
  'receipt-truncated': {
    summary: 'this receipt is cut off',
    help: 'copy it again; nothing is approved by a receipt whose end is missing',
  },
  'receipt-edited': {
    summary: 'this receipt was changed after it was written',
    help: 'review a new plan with interform plan --receipt FILE; a changed receipt approves nothing',
  },
  'receipt-workspace': {
    summary: 'this receipt approves changes of another workspace',
    help: 'use the receipt of a plan for this workspace, or the --env that it was made with',
  },
  'receipt-environment': {
    summary: 'this receipt approves changes of another environment',
    help: 'use the receipt of a plan for this environment, or the --env that it was made with',
  },
  'receipt-key': {
    summary: 'this receipt is keyed with a secret that this run does not have',
    help: 'give apply the mask key that the plan had: the variable that mask_key_env of interform.yaml names',
  },
  'receipt-intercom-version': {
    summary: 'this receipt was made with another version of the Intercom API',
    help: 'the same request can mean something else there: review a new plan with interform plan --receipt FILE',
  },
} as const;

export type ReceiptProblem = keyof typeof PROBLEMS;

export function receiptProblem(code: ReceiptProblem, detail: string): Diagnostic {
  return { code, severity: 'error', ...PROBLEMS[code], detail };
}
