import { Flags } from '@oclif/core';
import { FINDING_FORMATS } from './findings-view.ts';
import { FORMATS } from './plan-view.ts';

const IN_PEOPLES_WORDS =
  'markdown is for a comment on a pull request, html is a page with search and filters';
const OF_FINDINGS = 'sarif is for code scanning, github makes annotations in GitHub Actions';

/** How a result is shown to people; `--json` is for programs. */
export const formatFlag = {
  format: Flags.option({ options: FORMATS, default: 'text' as const })({
    description: `How to show it: ${IN_PEOPLES_WORDS}.`,
  }),
};

/** How a plan is shown, or the findings in it. */
export const planFormatFlag = {
  format: Flags.option({ options: [...FORMATS, ...FINDING_FORMATS] as const, default: 'text' as const })({
    description: `How to show it: ${IN_PEOPLES_WORDS}; ${OF_FINDINGS}.`,
  }),
};

/** Of plans in text. */
export const fullFlag = {
  full: Flags.boolean({ description: 'Show every change with all its fields, even if there are many.' }),
};

/** How findings are shown. */
export const findingsFormatFlag = {
  format: Flags.option({ options: ['text', ...FINDING_FORMATS] as const, default: 'text' as const })({
    description: `How to show them: ${OF_FINDINGS}.`,
  }),
};

/** The answer once more. */
export const reportFlag = {
  report: Flags.string({
    helpValue: 'FORMAT=FILE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Also save it to a file in this format; repeat for more.',
  }),
};
