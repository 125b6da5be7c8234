import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Show } from '../../src/commands/show.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { ProjectFolder } from './project-folder.ts';

const HEAD = 'apiVersion: interform/v1\nkind: ';
const TOKEN = 'canary-token-9f8e7d';

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let project: ProjectFolder;

beforeEach(async () => {
  emulator = createEmulator({
    token: TOKEN,
    seed: {
      tags: [{ id: 't-beta', name: 'set-beta' }],
      contacts: [
        { id: 'lead-1', role: 'lead', email: 'ada@acme.test' },
        { id: 'user-1', role: 'user', external_id: 'ada', email: 'ada@acme.test' },
        { id: 'user-2', role: 'user', external_id: 'grace', tags: ['set-beta'] },
      ],
    },
  });
  server = await emulator.listen({ port: 0 });
  project = new ProjectFolder({
    'interform.yaml': `${HEAD}Project\nmanifests: [{ folder: crm, owner: revops }, support]\nguards: { max_merge: 5, max_detach: 5 }\n`,
    'crm/0001-plan.yaml': `${HEAD}DataAttributes\nmodel: contact\nattributes:\n  plan: { type: string }\n`,
    'crm/0002-plan.yaml': `${HEAD}DataAttributes\nmodel: contact\nowner: billing\nattributes:\n  plan: { description: Billing plan }\n`,
    'support/vip.yaml': `${HEAD}Tags\ntags: [vip]\n`,
    'crm/beta.yaml': `${HEAD}ContactSet\nname: beta\nidentity: { leads: absorb }\nprune: { owner_tag: set-beta, action: untag }\ncontacts:\n  - { external_id: ada, email: ada@acme.test }\n`,
    'support/known.yaml': `${HEAD}ContactSet\nname: known\nowner: support\ncontacts:\n  - { external_id: ada, tags: [vip] }\n`,
  });
});

afterEach(async () => {
  await server.close();
  project.remove();
});

const terminal = () =>
  fakeTerminal({
    cwd: project.path,
    env: { INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: server.url },
  });

const owners = ({ changes }: PlanDocument) =>
  Object.fromEntries([...changes].map(({ address, context }) => [address, context?.owners ?? null]));

describe('the owners of a change', () => {
  it('are those of all documents behind it', async () => {
    const { out } = await runCommand(Plan, ['--json', '--out', 'plan.jsonl'], terminal());
    const expected = {
      'attribute/contact/plan': ['billing', 'revops'],
      'tag/vip': null,
      'contact/beta/ada': ['revops', 'support'],
      'contact/beta/grace': ['revops'],
      'merge/lead-1': ['revops'],
    };
    expect(owners(JSON.parse(out))).toEqual(expected);
    const shown = await runCommand(Show, ['plan.jsonl', '--json'], terminal());
    expect(owners(JSON.parse(shown.out))).toEqual(expected);
  });

  it('are not part of what was reviewed', async () => {
    const digest = async () => JSON.parse((await runCommand(Plan, ['--json'], terminal())).out).digest;
    const before = await digest();
    expect(before).toMatch(/^sha256:/);
    project.write('support/vip.yaml', `${HEAD}Tags\nowner: support\ntags: [vip]\n`);
    expect(await digest()).toBe(before);
  });
});

describe('an undo', () => {
  const GUARDED = `${HEAD}Project\nmanifests: [crm]\nguards: { max_archive: 5, max_detach: 5, owners: { revops: { max_archive: 0 } } }\n`;
  const owned = (owner: string) =>
    `${HEAD}ContactSet\nname: new\nowner: ${owner}\ncontacts: [{ external_id: linus }]\n`;

  it.each([
    ['of today', 'billing', 'revops'],
    ['of the run, where another owns the set today', 'revops', 'billing'],
  ])('keeps to the limits of the team %s', async (_name, before, today) => {
    project.write('interform.yaml', GUARDED);
    project.write('crm/beta.yaml', owned(before));
    await runCommand(Apply, ['--auto-approve'], terminal());
    project.write('crm/beta.yaml', owned(today));
    const { out, exit } = await runCommand(Plan, ['--json', '--undo', 'last'], terminal());
    const plan: PlanDocument = JSON.parse(out);
    expect(owners(plan)['contact/new/linus']).toContain('revops');
    expect(plan.diagnostics.map(({ code }) => code)).toContain('scoped-guard');
    expect(exit).toBe(5);
  });
});

describe('the limits of the team that owns a folder', () => {
  it('hold for a document of the folder that names another owner', async () => {
    const limits = (team: string) =>
      `${HEAD}Project\nmanifests: [{ folder: crm, owner: revops }]\nguards: { owners: { ${team}: { max_create: 0 } } }\n`;
    project.write(
      'crm/beta.yaml',
      `${HEAD}ContactSet\nname: new\nowner: nobody\ncontacts: [{ external_id: linus }]\n`,
    );
    for (const team of ['revops', 'nobody']) {
      project.write('interform.yaml', limits(team));
      const { out, exit } = await runCommand(Plan, ['--json'], terminal());
      expect(JSON.parse(out).diagnostics).toContainEqual(expect.objectContaining({ code: 'scoped-guard' }));
      expect(exit, team).toBe(5);
    }
  });
});
