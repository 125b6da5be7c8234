import { afterEach, describe, expect, it } from 'vitest';
import { contactSet, type Project } from '../approval/project.ts';
import { changesOf, HEAD, NO_STORE, planOf, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const RULE = `${HEAD}  neu: { type: string, from: { attribute: old, archive: true } }\n`;
const ALLOW = ['--allow', 'archive=1'];

async function workspace(set?: string): Promise<Project> {
  const contacts = ['a', 'b'].map((external_id) => ({
    role: 'user' as const,
    external_id,
    custom_attributes: { old: external_id },
  }));
  project = await workspaceOf([{ name: 'old', data_type: 'string' }], contacts, { config: NO_STORE });
  project.write('0001-attributes.yaml', RULE);
  if (set !== undefined) project.write('0002-people.yaml', contactSet([set]));
  return project;
}

async function findings(of: Project): Promise<readonly string[]> {
  const { diagnostics } = await planOf(of, ...ALLOW);
  return diagnostics
    .filter(({ code }) => code !== 'no-store')
    .map(({ severity, code, summary }) => `${severity} ${code} ${summary}`);
}

describe('an old attribute', () => {
  it('stays while a contact set gives it values, and the plan says so', async () => {
    const own = await workspace('external_id: a, custom_attributes: { old: x }');
    await own.result(...ALLOW);
    expect(await changesOf(own, ...ALLOW)).toEqual([]);
    expect(await findings(own)).toEqual([
      'warning carry-still-filled old is not archived: a manifest still gives it values',
    ]);
  });

  it('stays for whom a contact set decides otherwise, and the plan says so once nothing else is left', async () => {
    const own = await workspace('external_id: a, custom_attributes: { neu: null }');
    expect(await findings(own)).toEqual([
      'info values-carried 1 contact gets custom_attributes.neu from old',
    ]);
    await own.result(...ALLOW);
    expect(await changesOf(own, ...ALLOW)).toEqual([]);
    expect(await findings(own)).toEqual([
      'info carry-withheld 1 contact holds a value that no plan carries over to custom_attributes.neu',
    ]);
  });

  it('is not said to be kept while the plan still moves what somebody holds', async () => {
    const own = await workspace('external_id: a, custom_attributes: { neu: z }');
    await own.result(...ALLOW);
    own.emulator.foreign('POST', '/contacts', { external_id: 'c', custom_attributes: { old: 'c' } });
    expect(await findings(own)).toEqual([
      'info values-carried 1 contact gets custom_attributes.neu from old',
    ]);
  });
});
