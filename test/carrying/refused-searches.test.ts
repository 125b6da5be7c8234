import { afterEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { HEAD, heldIn, NO_STORE, workspaceOf } from './carry-project.ts';
import { type Between, standBetween } from './stand-between.ts';

let project: Project | undefined;
let between: Between | undefined;
afterEach(async () => {
  await between?.close();
  await project?.close();
});

const OLD = ['old', 'old2'].map((name) => ({ name, data_type: 'string' as const }));
const PLAN = { name: 'plan', data_type: 'string', options: ['a', 'b', 'c', 'd'] } as const;
const RULES = `${HEAD}  neu: { type: string, from: { attribute: old, archive: true } }\n  neu2: { type: string, from: { attribute: old2 } }\n  plan: { type: options, options: [a, { value: b, was: [c, d] }] }\n`;

async function workspace(count: number, refuses: (body: string) => boolean): Promise<void> {
  const contacts = Array.from({ length: count }, (_, index) => ({
    role: 'user' as const,
    external_id: `customer-${index}`,
    custom_attributes: { old: 'v', old2: 'w', plan: index % 2 === 0 ? 'c' : 'd' },
  }));
  project = await workspaceOf([...OLD, PLAN], contacts, { config: NO_STORE });
  project.write('0001-attributes.yaml', RULES);
  between = await standBetween(project.url, ({ path, body }) =>
    path === '/contacts/search' && refuses(body)
      ? { status: 400, body: '{"type":"error.list","errors":[{"code":"parameter_invalid","message":"no"}]}' }
      : undefined,
  );
}

function terminal() {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: between?.url ?? '' };
  return fakeTerminal({ cwd: project?.folder ?? '', env });
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await runCommand(Plan, ['--json', ...argv], terminal())).out) as PlanDocument;
}

describe('a search that Intercom refuses', () => {
  it.each([
    ['groups of alternatives', (body: string) => body.includes('"OR"')],
    ['groups', (body: string) => /"AND"|"OR"/.test(body)],
    ['filters of custom attributes', (body: string) => body.includes('custom_attributes.')],
  ])('is replaced by reading everybody: %s', async (_what, refuses) => {
    await workspace(3, refuses);
    const allow = ['--allow', 'archive=1', '--allow', 'drop_option=2'];
    await runCommand(Apply, ['--auto-approve', ...allow], terminal());
    expect(Object.values(heldIn(project as Project))).toEqual(
      Array.from({ length: 3 }, () => ({ old: 'v', old2: 'w', neu: 'v', neu2: 'w', plan: 'b' })),
    );
    await runCommand(Apply, ['--auto-approve', ...allow], terminal());
    const { changes, diagnostics } = await planned();
    expect([[...changes], diagnostics.map(({ code }) => code)]).toEqual([[], expect.anything()]);
    expect(project?.emulator.state.attributes().find(({ name }) => name === 'old')).toMatchObject({
      archived: true,
    });
  });

  it('on a later page fails the plan: nobody is planned twice', async () => {
    let refusals = 0;
    await workspace(400, (body) => body.includes('starting_after') && refusals++ === 0);
    const { changes = [], diagnostics } = await planned();
    const addresses = [...changes].map(({ address }) => address);
    expect(addresses).toHaveLength(new Set(addresses).size);
    expect(diagnostics.map(({ code }) => code)).toContain('intercom-rejected');
  });
});
