import { Flags } from '@oclif/core';
import { FINDING_FORMATS } from './findings-view.ts';
import { FORMATS } from './plan-view.ts';

const IN_PEOPLES_WORDS =
  'markdown is for a comment on a pull request, html is a page with search and filters';
const OF_FINDINGS = 'sarif is for code scanning, github makes annotations in GitHub Actions';

/** The format of a result for people; `--json` is for programs. */
export const formatFlag = {
  format: Flags.option({ options: FORMATS, default: 'text' as const })({
    description: `How to show it: ${IN_PEOPLES_WORDS}.`,
  }),
};

/** The format of a plan, or of its findings. */
export const planFormatFlag = {
  format: Flags.option({ options: [...FORMATS, ...FINDING_FORMATS] as const, default: 'text' as const })({
    description: `How to show it: ${IN_PEOPLES_WORDS}; ${OF_FINDINGS}.`,
  }),
};

/** For plans in text. */
export const fullFlag = {
  full: Flags.boolean({ description: 'Show every change with all its fields, even if there are many.' }),
};

/** The format of findings. */
export const findingsFormatFlag = {
  format: Flags.option({ options: ['text', ...FINDING_FORMATS] as const, default: 'text' as const })({
    description: `How to show them: ${OF_FINDINGS}.`,
  }),
};

/** Saves the answer in further formats. */
export const reportFlag = {
  report: Flags.string({
    helpValue: 'FORMAT=FILE',
    multiple: true,
    multipleNonGreedy: true,
    description: 'Also save it to a file in this format; repeat for more.',
  }),
};
