import { expect, it } from 'vitest';
import { reportScript } from '../../release/report-script.js';
import { REPORT_SCRIPT } from '../../src/render/html/report-script.ts';

it('is in the report as its files say', async () => {
  expect(REPORT_SCRIPT, 'run npm run report').toBe(await reportScript());
});

it('ends no script block and begins no comment there', () => {
  expect(REPORT_SCRIPT).not.toMatch(/<\/script|<!--/i);
});
