import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  type EmulatorSeed,
  parseFaults,
} from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { ProjectFolder } from './project-folder.ts';

const TOKEN = 'canary-token-9f8e7d';
const PROJECT = 'apiVersion: interform/v1\nkind: Project\nmanifests: manifests\n';
const MERGES = `apiVersion: interform/v1
kind: Merges
merges:
  - { from: { id: lead-1 }, into: { external_id: customer-9001 } }
`;
const seed: EmulatorSeed = {
  contacts: [
    {
      ...{ id: 'ada', external_id: 'customer-9001', email: 'ada@acme.test', phone: '+353871234567' },
      name: 'Ada L.',
    },
    {
      ...{ id: 'lead-1', role: 'lead', email: 'ada@acme.test', phone: '+353879999999', name: 'Addie' },
      ...{ notes: ['Asked about prices', 'Called back'], tags: ['Chat'] },
    },
  ],
};

let server: Awaited<ReturnType<Emulator['listen']>> | undefined;
let folder: ProjectFolder;

beforeEach(() => {
  folder = new ProjectFolder({ 'interform.yaml': PROJECT, 'manifests/merges.yaml': MERGES });
});

afterEach(async () => {
  await server?.close();
  folder.remove();
});

async function emulate(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ token: TOKEN, seed, ...options });
  server = await emulator.listen({ port: 0 });
  const env = { INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: server.url };
  const run = async (command: typeof Plan | typeof Apply, ...flags: string[]) => {
    const fake = fakeTerminal({ cwd: folder.path, env });
    const { exit } = await runCommand(command, flags, fake);
    return { exit, out: fake.out(), err: fake.err() };
  };
  const previews = () => emulator.requests.filter(({ path }) => path === '/contacts/merge/preview').length;
  return { emulator, run, previews };
}

describe('the preview of a merge', () => {
  it('stands with the merge in markdown and HTML, and is summed in text', async () => {
    const { run } = await emulate();
    const markdown = (await run(Plan, '--format', 'markdown', '--no-mask', '--allow', 'merge=1')).out;
    expect(markdown).toContain(
      'in Intercom:** moves 2 notes, 1 tag; loses phone +353879999999; loses name Addie',
    );
    const html = (await run(Plan, '--format', 'html', '--no-mask', '--allow', 'merge=1')).out;
    expect(html).toContain('moves 2 notes, 1 tag');
    const text = await run(Plan, '--allow', 'merge=1');
    expect(text.out + text.err).toContain('from leads to users: 2 notes, 1 tag');
  });

  it('is masked like the fields of the merge', async () => {
    const { run } = await emulate();
    const { out } = await run(Plan, '--format', 'markdown', '--mask', '--allow', 'merge=1');
    expect(out).toContain('moves 2 notes, 1 tag');
    expect(out).not.toMatch(/353879999999|Addie|353871234567|Ada L/);
  });

  it('is no part of the digest, and costs its reads', async () => {
    const { run, previews } = await emulate();
    const planned = async (...flags: string[]) =>
      JSON.parse((await run(Plan, '--json', '--allow', 'merge=1', ...flags)).out);
    const [auto, off] = [await planned(), await planned('--merge-preview', 'off')];
    expect(auto.digest).toBe(off.digest);
    expect(auto.cost.reads).toBe(off.cost.reads + 1);
    expect(auto.changes[0].context.preview).toMatchObject({ allowed: true, moves: { notes: 2, tags: 1 } });
    expect(off.changes[0].context.preview).toBeUndefined();
    expect(previews()).toBe(1);
  });

  it('stays in a saved plan, which is applied as ever', async () => {
    const { run, emulator, previews } = await emulate();
    await run(Plan, '--out', `${folder.path}/plan.jsonl`, '--allow', 'merge=1');
    expect(folder.read('plan.jsonl')).toContain('"preview":{"allowed":true');
    const applied = await run(Apply, 'plan.jsonl', '--auto-approve', '--allow', 'merge=1');
    expect(applied.exit, applied.out + applied.err).toBe(0);
    expect(emulator.state.contact('lead-1')).toMatchObject({ state: 'merged', merged_into: 'ada' });
    expect(previews()).toBe(1);
  });

  it.each(['html', '500', '503'])('is missing with a word where every answer is %s', async (fault) => {
    const { run } = await emulate({ faults: parseFaults(`${fault}/1 on POST /contacts/merge/preview`) });
    const { exit, out, err } = await run(Plan, '--allow', 'merge=1');
    expect(exit).toBe(0);
    expect(out + err).toMatch(/is not previewed\s*\n.*no answer could be used, such as this one: POST/);
  });

  it('is left out where the project says so, or where the workspace does not serve it', async () => {
    const unserved = await emulate({ switches: { mergePreview: false } });
    const { exit, out, err } = await unserved.run(Plan, '--allow', 'merge=1');
    expect(exit).toBe(0);
    expect(out + err).toContain('this workspace does not serve previews: Intercom answered 404 not_found');
    await server?.close();
    folder.write('interform.yaml', `${PROJECT}merge_preview: off\n`);
    const off = await emulate();
    await off.run(Plan, '--allow', 'merge=1');
    expect(off.previews()).toBe(0);
  });
});
