import { afterEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { contactSet, openProject, type Project } from './project.ts';

let project: Project;
afterEach(() => project.close());

describe('what was not reviewed', () => {
  it('is named in CI without telling who it is', async () => {
    project = await openProject();
    project.write('set.yaml', contactSet(['external_id: customer-1']));
    await project.plan('--receipt', 'plan.receipt');
    project.write(
      'set.yaml',
      contactSet(['external_id: customer-1', 'email: canary@acme.test, name: Canary Bird']),
    );
    const server = await project.emulator.listen({ port: 0 });
    for (const more of [[], ['--format', 'markdown'], ['--format', 'html'], ['--json', '--mask']]) {
      const env = { CI: 'true', INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
      const terminal = fakeTerminal({ cwd: project.folder, env });
      const { out, err } = await runCommand(
        Apply,
        ['--auto-approve', '--expect', 'plan.receipt', ...more],
        terminal,
      );
      expect(`${out}${err}`).toContain('not reviewed');
      expect(`${out}${err}`).not.toMatch(/canary|Canary/);
    }
    await server.close();
  });
});
