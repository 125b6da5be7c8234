import { afterEach, describe, expect, it } from 'vitest';
import type { Project } from '../approval/project.ts';
import { HEAD, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

/** Values that no masked output may show. */
const CANARIES = /canary/i;

describe('values of sensitive attributes that are carried over', () => {
  it.each([
    ['the new one', '', 'sensitive: true, '],
    ['the old one', '  old: { type: string, sensitive: true }\n', ''],
  ])('are masked everywhere where %s is sensitive', async (_which, old, sensitive) => {
    const attributes = [{ name: 'old', data_type: 'string' as const }];
    const contacts = ['canary-a', 'canary-b'].map((value) => ({
      role: 'user' as const,
      external_id: `of-${value.length}-${value.at(-1)}`,
      custom_attributes: { old: value },
    }));
    project = await workspaceOf(attributes, contacts);
    project.write(
      '0001-attributes.yaml',
      `${HEAD}${old}  neu: { type: string, ${sensitive}from: { attribute: old } }\n  other: { type: string, from: { attribute: old } }\n  count: { type: integer, from: { attribute: old, other: skip } }\n`,
    );
    for (const argv of [['--mask'], ['--mask', '--json'], ['--format', 'markdown']]) {
      const { exit, out, err } = await project.plan(...argv);
      expect({ argv, exit, shown: CANARIES.test(out + err) }).toEqual({ argv, exit: 0, shown: false });
    }
    await project.plan('--out', 'plan.jsonl');
    const [{ id } = { id: '' }] = project.emulator.state.liveContacts();
    project.emulator.foreign('PUT', `/contacts/${id}`, { custom_attributes: { old: 'canary-c' } });
    const { exit, out, err } = await project.apply('--mask', 'plan.jsonl');
    expect({ exit, shown: CANARIES.test(out + err) }).toEqual({ exit: 3, shown: false });
  });
});
