import { afterEach, describe, expect, it } from 'vitest';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

/** One label in four and in five code points. */
const [COMPOSED, DECOMPOSED] = ['Café', 'Cafe\u0301'];

interface ListKind {
  readonly manifest: (options: string) => string;
  readonly seed: (options: readonly string[]) => EmulatorSeed;
}

const head = (kind: string, list: string) => `apiVersion: interform/v1\nkind: ${kind}\n${list}\n`;

const KINDS: Readonly<Record<string, ListKind>> = {
  'a data attribute': {
    manifest: (options) =>
      `${head('DataAttributes', 'model: contact\nattributes:')}  Cause: { type: options, options: ${options} }\n`,
    seed: (options) => ({
      attributes: [{ model: 'contact', name: 'Cause', data_type: 'options', options }],
    }),
  },
  'a conversation attribute': {
    manifest: (options) =>
      `${head('ConversationAttributes', 'attributes:')}  Cause: { type: list, options: ${options} }\n`,
    seed: (options) => ({ conversation_attributes: [{ name: 'Cause', data_type: 'list', options }] }),
  },
  'an attribute of a ticket type': {
    manifest: (options) =>
      `${head('TicketTypes', 'ticket_types:')}  Bug: { attributes: { Cause: { type: list, options: ${options} } } }\n`,
    seed: (options) => ({
      ticket_types: [
        {
          name: 'Bug',
          ticket_type_attributes: {
            data: [{ name: 'Cause', data_type: 'list', input_options: { list_options: options } }],
          },
        },
      ],
    }),
  },
};

let project: Project;

afterEach(() => project.close());

const list = (...labels: readonly string[]) => JSON.stringify(labels);

function pull() {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: project.url };
  return runCommand(Pull, [], fakeTerminal({ cwd: project.folder, env }));
}

async function planned(): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json')).out) as PlanDocument;
}

const told = ({ diagnostics }: PlanDocument) =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`);

describe.each(Object.entries(KINDS))('an option of %s', (_, { manifest, seed }) => {
  it.each([
    ['Bug', 'bug', 'in case only'],
    [COMPOSED, DECOMPOSED, 'in Unicode form only'],
    [DECOMPOSED, COMPOSED, 'in Unicode form only'],
    [COMPOSED, DECOMPOSED.toUpperCase(), 'in case and Unicode form only'],
  ])('does not take the place of a live one that looks like it: %s and %s', async (live, label, words) => {
    project = await openProject({ seed: seed(['Other', live]) });
    project.write('0001.yaml', manifest(list('Other', label)));
    const plan = await planned();
    expect(told(plan)).toEqual(['error option-case']);
    expect(plan.diagnostics[0]?.summary).toBe(`an option of Cause differs from a live one ${words}`);
    expect(plan.diagnostics[0]?.line).toBeGreaterThan(1);
    expect((await project.apply('--allow', 'drop_option=9')).exit).toBe(1);
    expect(project.writes()).toEqual([]);
  });

  it('takes the label of a live one that looks like it where it is pulled', async () => {
    project = await openProject({ seed: seed(['Other', 'Bug', 'New']) });
    project.write('0001.yaml', manifest(list('Other', 'bug')));
    expect((await pull()).exit).toBe(0);
    expect(project.read('0001.yaml')).not.toContain('bug');
    const plan = await planned();
    expect([told(plan), [...plan.changes]]).toEqual([[], []]);
  });

  it('is added beside one that looks like it where both are declared, with a warning', async () => {
    project = await openProject({ seed: seed(['Other', 'Bug']) });
    project.write('0001.yaml', manifest(list('Other', 'Bug', 'bug')));
    expect(told(await planned())).toEqual(['warning option-near-equal']);
    expect((await project.apply()).exit).toBe(0);
    project.write('0001.yaml', manifest(list('Other', 'bug')));
    expect(told(await planned())).toEqual([]);
    expect((await project.apply('--allow', 'drop_option=1')).exit).toBe(0);
    expect([...(await planned()).changes]).toEqual([]);
  });

  it('is pulled beside one that looks like it, and plans empty', async () => {
    project = await openProject({ seed: seed(['Bug', 'bug', COMPOSED, DECOMPOSED]) });
    expect((await pull()).exit).toBe(0);
    const plan = await planned();
    expect(new Set(told(plan))).toEqual(new Set(['warning option-near-equal']));
    expect([...plan.changes]).toEqual([]);
  });
});

describe('an option of a conversation attribute that looks like a live one', () => {
  const { manifest, seed } = KINDS['a conversation attribute'] as ListKind;

  it('is told how it is renamed, and is', async () => {
    project = await openProject({ seed: seed(['Other', 'Bug']) });
    project.write('0001.yaml', manifest('[Other, bug]'));
    const [found] = (await planned()).diagnostics;
    expect(found?.help).toContain('{ label: "bug", was: ["Bug"] }');
    project.write('0001.yaml', manifest('[Other, { label: "bug", was: ["Bug"] }]'));
    const { diagnostics, changes } = await planned();
    expect(diagnostics).toEqual([]);
    expect([...changes].map(({ fields }) => fields)).toEqual([
      { 'options.Bug': { before: 'Bug', after: 'bug' } },
    ]);
  });

  it('is looked for among former labels too', async () => {
    project = await openProject({ seed: seed(['Other', 'Faq']) });
    project.write('0001.yaml', manifest('[Other, { label: How-to, was: [faq] }]'));
    const plan = await planned();
    expect(told(plan)).toEqual(['error option-case']);
    expect(plan.diagnostics[0]?.help).toContain('{ label: "How-to", was: ["Faq"] }');
  });
});

describe('an attribute of a ticket type with two live options of one label', () => {
  const { manifest, seed } = KINDS['an attribute of a ticket type'] as ListKind;

  it('is left as it is: nobody can say which of them is meant', async () => {
    project = await openProject({ seed: seed(['a', 'a', 'b']) });
    project.write('0001.yaml', manifest('[a, b]'));
    const plan = await planned();
    expect(told(plan)).toEqual(['error live-option-twice']);
    expect([...plan.changes]).toEqual([]);
  });

  it('can be archived', async () => {
    project = await openProject({ seed: seed(['a', 'a', 'b']) });
    project.write('0001.yaml', manifest('[a, b]').replace('type: list', 'archived: true, type: list'));
    const plan = await planned();
    expect(told(plan)).toEqual([]);
    expect([...plan.changes].map(({ action }) => action)).toEqual(['archive']);
  });
});
