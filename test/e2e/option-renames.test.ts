import { afterEach, describe, expect, it } from 'vitest';
import type { PlanDocument } from '../../src/types/plan.ts';
import { openProject, type Project } from '../approval/project.ts';

let project: Project;

afterEach(() => project.close());

/** What a plan makes of the options of a live list, with one version of the manifest for each of these lists. */
async function plan(live: readonly string[], ...versions: readonly string[]): Promise<PlanDocument> {
  project = await openProject({
    seed: { conversation_attributes: [{ name: 'Cause', data_type: 'list', options: live }] },
  });
  for (const [index, options] of versions.entries()) {
    const text = `apiVersion: interform/v1\nkind: ConversationAttributes\nattributes:\n  Cause: { type: list, options: ${options} }\n`;
    project.write(`000${index + 1}.yaml`, text);
  }
  return JSON.parse((await project.plan('--json')).out) as PlanDocument;
}

async function planned(live: readonly string[], ...versions: readonly string[]) {
  const { changes, diagnostics } = await plan(live, ...versions);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return [...changes].map(({ fields }) => fields)[0] ?? {};
}

const renamed = (before: string, after: string) => ({ [`options.${before}`]: { before, after } });
const added = (label: string) => ({ [`options.${label}`]: { before: null, after: label } });
const dropped = (label: string) => ({ [`options.${label}`]: { before: label, after: null } });

describe('an option that is renamed version after version', () => {
  const CHAIN = ['[A, B]', '[{ label: A2, was: [A] }, B]', '[{ label: A3, was: [A2] }, B]'];

  it('comes of the first label, where the versions between were never applied', async () => {
    expect(await planned(['A', 'B'], ...CHAIN)).toEqual(renamed('A', 'A3'));
    expect((await project.apply()).exit).toBe(0);
    expect([...(JSON.parse((await project.plan('--json')).out) as PlanDocument).changes]).toEqual([]);
  });

  it('comes of the label before, where they were', async () => {
    expect(await planned(['A2', 'B'], ...CHAIN)).toEqual(renamed('A2', 'A3'));
  });

  it('comes of the nearest label, where somebody made the first one again', async () => {
    expect(await planned(['A', 'A2', 'B'], ...CHAIN)).toEqual({ ...renamed('A2', 'A3'), ...dropped('A') });
  });

  it('comes of it still, where a later version only lists it', async () => {
    const listed = [...CHAIN.slice(0, 2), '[A2, B, C]'];
    expect(await planned(['A', 'B'], ...listed)).toEqual({ ...renamed('A', 'A2'), ...added('C') });
  });

  it('is another one, where a later version declares the first label anew', async () => {
    const anew = [...CHAIN.slice(0, 2), '[{ label: A3, was: [A2] }, A, B]'];
    expect(await planned(['A', 'B'], ...anew)).toEqual(added('A3'));
  });

  it('may get its first label back', async () => {
    const back = [...CHAIN.slice(0, 2), '[{ label: A, was: [A2] }, B]'];
    expect(await planned(['A', 'B'], ...back)).toEqual({});
    await project.close();
    expect(await planned(['A2', 'B'], ...back)).toEqual(renamed('A2', 'A'));
  });

  it('is not what another option says that it was', async () => {
    const taken = [...CHAIN.slice(0, 2), '[{ label: A3, was: [A2] }, { label: C, was: [A] }, B]'];
    expect(await planned(['A', 'B'], ...taken)).toEqual({ ...renamed('A', 'C'), ...added('A3') });
  });
});

describe('two options that come of one live label', () => {
  const SPLIT = [
    '[Question, Bug]',
    '[{ label: Howto, was: [Question] }, Bug]',
    '[{ label: How-to, was: [Howto] }, Bug]',
    '[How-to, { label: Guide, was: [Howto] }, Bug]',
  ];

  it('are refused, and both places are named', async () => {
    const { changes, diagnostics } = await plan(['Question', 'Bug'], ...SPLIT);
    expect([...changes]).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'option-was-in-use',
        summary: 'two options of Cause come of one live option',
        detail: expect.stringMatching(
          /^"How-to" \(0004\.yaml:\d+:\d+\) and "Guide" were both "Question" in earlier versions$/,
        ),
        help: expect.stringContaining('was: ["Question"]'),
        file: '0004.yaml',
      },
    ]);
  });

  it.each([
    ['How-to', 'Guide'],
    ['Guide', 'How-to'],
  ])('are told apart by was: %s is renamed', async (heir, other) => {
    const last = `[${other}, { label: ${heir}, was: [Question] }, Bug]`;
    expect(await planned(['Question', 'Bug'], ...SPLIT, last)).toEqual({
      ...renamed('Question', heir),
      ...added(other),
    });
  });

  it('are told apart by the label that is live', async () => {
    expect(await planned(['How-to', 'Bug'], ...SPLIT)).toEqual(added('Guide'));
    await project.close();
    expect(await planned(['Howto', 'Bug'], ...SPLIT)).toEqual({
      ...renamed('Howto', 'Guide'),
      ...added('How-to'),
    });
  });
});
