import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AcmeProject } from './acme-project.ts';
import { SCENARIOS } from './scenarios.ts';

let project: AcmeProject;
beforeEach(async () => {
  project = await AcmeProject.open();
});
afterEach(() => project.close());

describe('the apply on GitLab', () => {
  it.each(SCENARIOS.map((one) => [`${one.scenario} → ${one.expected}`, one] as const))(
    '%s',
    async (_name, { run, applied, why }) => {
      const { exit, output } = await run(project);
      if (why !== undefined) expect(output).toMatch(why);
      expect({ exit: exit === 0 ? 0 : 1, applied: /^applied (.*)$/m.exec(output)?.[1] }, output).toEqual({
        exit: applied === undefined ? 1 : 0,
        applied,
      });
      if (applied === undefined) expect(output).toContain('Nothing was applied');
    },
  );
});
