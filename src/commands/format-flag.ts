import { Flags } from '@oclif/core';
import { FORMATS } from './plan-view.ts';

/** How a plan or a result is shown to people; `--json` is for programs. */
export const formatFlag = {
  format: Flags.option({ options: FORMATS, default: 'text' as const })({
    description:
      'How to show it: markdown fits a pull-request comment, html is a file with search and filters.',
  }),
};
