import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openProject, type Project } from '../approval/project.ts';
import { HEAD, NO_STORE, planOf, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const OLD = { name: 'salutation', data_type: 'string' } as const;
const ADA = { role: 'user' as const, external_id: 'a', custom_attributes: { salutation: 'Countess' } };

async function masked(open: Project): Promise<string> {
  const { out } = await open.plan('--json', '--mask');
  expect(out).toContain('custom_attributes.address_as');
  return out;
}

describe('a masked plan hides what apply has to know of sensitive values', () => {
  it('of companies', async () => {
    const seed: EmulatorSeed = {
      attributes: [{ model: 'company', ...OLD }],
      companies: [{ company_id: 'acme', name: 'Acme', custom_attributes: { salutation: 'Countess' } }],
    };
    project = await openProject({ config: NO_STORE, seed });
    const head = HEAD.replace('model: contact', 'model: company');
    project.write(
      '0001-attributes.yaml',
      `${head}  address_as: { type: string, sensitive: true, from: { attribute: salutation } }\n`,
    );
    expect(await masked(project)).not.toContain('Countess');
  });

  it('of the values that are not carried, in the change that archives the old attribute', async () => {
    project = await workspaceOf([OLD], [ADA], { config: NO_STORE });
    project.write(
      '0001-attributes.yaml',
      `${HEAD}  address_as: { type: string, sensitive: true, from: { attribute: salutation, values: { Countess: null }, archive: true } }\n`,
    );
    await project.result();
    const { changes } = await planOf(project, '--allow', 'archive=1');
    expect([...changes].map(({ context }) => context?.emptied?.left)).toEqual([['Countess']]);
    const { out } = await project.plan('--json', '--mask', '--allow', 'archive=1');
    expect(out).toContain('"emptied"');
    expect(out).not.toContain('Countess');
  });

  it('and shows that of others', async () => {
    project = await workspaceOf([OLD], [ADA], { config: NO_STORE });
    project.write(
      '0001-attributes.yaml',
      `${HEAD}  address_as: { type: string, from: { attribute: salutation } }\n`,
    );
    expect(await masked(project)).toContain('Countess');
  });
});
