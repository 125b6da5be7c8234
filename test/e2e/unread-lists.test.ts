import { afterEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Audit } from '../../src/commands/audit.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';

const SEED: EmulatorSeed = {
  teams: [{ id: '1', name: 'Support' }],
  conversation_attributes: [
    { name: 'Root cause', data_type: 'list', options: ['Bug', 'HowTo'], visible_to_team_ids: ['1'] },
    { name: 'Detail', data_type: 'string' },
  ],
};
const HEAD = 'apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n';
const FILE = '0001-conversation-attributes.yaml';

let project: Project;
let server: { readonly url: string; readonly close: () => Promise<void> };

afterEach(async () => {
  await server.close();
  await project.close();
});

/** A workspace that answers what is under a path with this status. */
async function refusing(path: string, status: 403 | 404): Promise<void> {
  project = await openProject({ seed: SEED });
  const code = status === 403 ? 'forbidden' : 'not_found';
  const refusal = JSON.stringify({ type: 'error.list', errors: [{ code, message: 'No' }] });
  server = await serveWithFaults(project.emulator, ({ url }, response) => {
    if (!url.startsWith(path)) return undefined;
    response.writeHead(status, { 'content-type': 'application/json' }).end(refusal);
    return true;
  });
}

function run(command: Parameters<typeof runCommand>[0], ...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
  return runCommand(command, argv, fakeTerminal({ cwd: project.folder, env }));
}

describe('a list that Intercom does not give', () => {
  it.each([
    ['/conversations/attributes', Pull],
    ['/ticket_types', Pull],
    ['/teams', Pull],
    ['/conversations/attributes', Audit],
  ])(
    '%s is called unknown to this version of the API where it is, and blames no right',
    async (path, command) => {
      await refusing(path, 404);
      const { exit, err } = await run(command);
      expect(exit).toBe(0);
      expect(err).toContain('part-not-read');
      expect(err).toContain('this version of the API does not have them');
      expect(err).toContain('set intercom_version');
      expect(err).not.toContain('does not let this token');
      expect(err).not.toContain('Developer Hub');
    },
  );

  it.each([
    ['/conversations/attributes', Pull],
    ['/conversations/attributes', Audit],
  ])('%s is called forbidden where it is, and blames no version', async (path, command) => {
    await refusing(path, 403);
    const { exit, err } = await run(command);
    expect(exit).toBe(0);
    expect(err).toContain('does not let this token read them');
    expect(err).toContain('Developer Hub');
    expect(err).not.toContain('intercom_version');
  });
});

describe('teams that cannot be read', () => {
  const DECLARED = `${HEAD}  Root cause: { type: list, options: [Bug, HowTo], visible_to: [Support] }\n  Detail: { type: string, description: What broke }\n`;

  it.each([403, 404] as const)('by a %d keep nothing from the plan but what names a team', async (status) => {
    await refusing('/teams', status);
    project.write(FILE, DECLARED);
    const { out } = await run(Plan, '--json');
    const { diagnostics, changes } = JSON.parse(out) as PlanDocument;
    expect(diagnostics.map(({ code, severity, address }) => ({ code, severity, address }))).toEqual([
      { code: 'teams-not-read', severity: 'error', address: 'conversation_attribute/Root%20cause' },
    ]);
    expect([...changes].map(({ address }) => address)).toEqual(['conversation_attribute/Detail']);
  });

  it.each([403, 404] as const)('by a %d are all that a snapshot lacks', async (status) => {
    await refusing('/teams', status);
    project.write(FILE, DECLARED);
    const { exit, err } = await project.snapshot(['--out', 'live.json'], { INTERCOM_BASE_URL: server.url });
    expect(exit).toBe(0);
    expect(err).toContain('teams could not be read');
    expect(err).not.toContain('conversation attributes could not be read');
    const offline = JSON.parse(
      (await project.offline('--json', '--snapshot', 'live.json')).out,
    ) as PlanDocument;
    const live = JSON.parse((await run(Plan, '--json')).out) as PlanDocument;
    expect(offline.diagnostics.filter(({ code }) => code !== 'snapshot-plan')).toEqual(live.diagnostics);
    expect(offline.diagnostics.map(({ code }) => code)).toContain('teams-not-read');
    expect([...offline.changes]).toEqual([...live.changes]);
    project.write(FILE, `${HEAD}  Detail: { type: string }\n`);
    const { diagnostics } = JSON.parse(
      (await project.offline('--json', '--snapshot', 'live.json')).out,
    ) as PlanDocument;
    expect(diagnostics.map(({ code }) => code)).toEqual(['snapshot-plan']);
  });

  it('leave who sees an attribute as it is declared, and the rest is pulled', async () => {
    await refusing('/teams', 403);
    project.write(FILE, DECLARED);
    const { exit, err } = await run(Pull);
    expect(exit).toBe(0);
    expect(err).toContain('teams-not-read');
    const text = project.read(FILE);
    expect(text).toContain('visible_to: [Support]');
    expect(text).not.toContain('What broke');
  });

  it('are not needed where everybody sees what is declared', async () => {
    await refusing('/teams', 403);
    project.write(FILE, `${HEAD}  Root cause: { type: list, options: [Bug, HowTo], visible_to: [] }\n`);
    const { diagnostics, changes } = JSON.parse((await run(Plan, '--json')).out) as PlanDocument;
    expect(diagnostics).toEqual([]);
    expect([...changes]).toMatchObject([{ fields: { visible_to: { before: ['1'], after: [] } } }]);
    expect((await run(Pull)).exit).toBe(0);
    expect(project.read(FILE)).toContain('visible_to: []');
    expect((await run(Apply, '--auto-approve')).exit).toBe(0);
    expect(project.writes()).toEqual(['PUT /conversations/attributes/1']);
  });
});
