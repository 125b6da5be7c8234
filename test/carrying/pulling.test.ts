import { afterEach, describe, expect, it } from 'vitest';
import { Audit } from '../../src/commands/audit.ts';
import { Pull } from '../../src/commands/pull.ts';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openProject, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { changesOf, codesOf, NO_STORE } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const attributesOf = (model: string) => `apiVersion: interform/v1
kind: DataAttributes
model: ${model}
attributes:
  seats: { type: integer, from: { attribute: seats_text, values: { ten: 10 }, archive: true } }
  plan: { type: options, options: [free, pro, { value: starter, was: [trial] }] }
`;
const PEOPLE =
  'apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n  - { external_id: ada, name: Ada, custom_attributes: { plan: starter } }\n';
const COMPANIES =
  'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  acme: { name: Acme, custom_attributes: { plan: starter } }\n';

/** A workspace that has not been carried over yet: one declared and one undeclared holder of each model. */
async function opened(): Promise<Project> {
  const held = { seats_text: 'ten', plan: 'trial' };
  const of = await openProject({
    config: NO_STORE,
    seed: {
      attributes: ['contact', 'company'].flatMap((model) => [
        { model, name: 'seats_text', data_type: 'string' },
        { model, name: 'seats', data_type: 'integer' },
        { model, name: 'plan', data_type: 'string', options: ['free', 'pro', 'trial', 'starter'] },
      ]),
      companies: ['acme', 'beta'].map((id) => ({
        company_id: id,
        name: id === 'acme' ? 'Acme' : id,
        custom_attributes: held,
      })),
      contacts: ['ada', 'bea'].map((id) => ({
        role: 'user',
        external_id: id,
        name: id === 'ada' ? 'Ada' : id,
        custom_attributes: held,
      })),
    } as EmulatorSeed,
  });
  of.write('0001-of-people.yaml', attributesOf('contact'));
  of.write('0001-of-firms.yaml', attributesOf('company'));
  of.write('0002-people.yaml', PEOPLE);
  of.write('0003-acme.yaml', COMPANIES);
  return of;
}

function run(command: typeof Pull | typeof Audit, at: Project, ...argv: string[]) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: at.url };
  return runCommand(command, argv, fakeTerminal({ cwd: at.folder, env }));
}

describe('a pull while values wait to be carried over', () => {
  it('takes no carried value and no attribute that is going over, and leaves a plan without errors', async () => {
    project = await opened();
    const before = ['0001-of-people.yaml', '0001-of-firms.yaml'].map(project.read);
    const { exit, err } = await run(Pull, project, '--attributes', '--companies', '--contacts');
    expect(exit).toBe(0);
    expect(err).not.toMatch(/error|warning/);
    expect(['0001-of-people.yaml', '0001-of-firms.yaml'].map(project.read)).toEqual(before);
    expect(project.read('0002-people.yaml')).toBe(PEOPLE);
    expect(project.read('0003-acme.yaml')).toBe(COMPANIES);
    expect(project.read('0004-contacts.yaml')).toMatch(/external_id: bea\n {4}name: bea\n$/);
    expect(project.read('0004-companies.yaml')).toMatch(/beta:\n {4}name: beta\n$/);
    expect((await codesOf(project)).filter((code) => code !== 'values-carried')).toEqual(['no-store']);
    expect((await changesOf(project)).filter((one) => one.includes('seats'))).toHaveLength(4);
  });

  it('leaves archived sources alone as well', async () => {
    project = await opened();
    await project.result();
    await project.result('--allow', 'archive=2', '--allow', 'drop_option=2');
    const { exit, out } = await run(Pull, project, '--attributes', '--check');
    expect([exit, out]).toEqual([0, expect.not.stringContaining('Would write')]);
  });

  it('is not asked for by audit, which changes nothing', async () => {
    project = await opened();
    const { exit } = await run(Audit, project, 'attributes');
    expect(exit).toBe(0);
    expect(project.writes()).toEqual([]);
  });
});
