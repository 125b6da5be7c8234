import { afterEach, describe, expect, it } from 'vitest';
import { outcomes, type Project } from '../approval/project.ts';
import { changesOf, HEAD, heldIn, NO_STORE, planOf, workspaceOf } from './carry-project.ts';

let project: Project | undefined;
afterEach(() => project?.close());

const OLD = { name: 'seats_text', data_type: 'string' } as const;
const NEW = { name: 'seats', data_type: 'integer' } as const;
const SEATS = `${HEAD}  seats: { type: integer, from: { attribute: seats_text } }\n`;
const SET = 'apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n';

function open(ids: readonly string[], options: { readonly config?: string } = {}): Promise<Project> {
  const people = ids.map((external_id, at) => ({
    role: 'user' as const,
    id: `u-${external_id}`,
    external_id,
    custom_attributes: { seats_text: String(at + 1) },
  }));
  return workspaceOf([OLD, NEW], people, { config: NO_STORE, ...options });
}

const gets = (id: string, seats: number) => `update contact/u-${id}: custom_attributes.seats null → ${seats}`;

describe('selecting contacts that no set declares', () => {
  it('works by their address, and says so where nobody has it', async () => {
    project = await open(['ada', 'bea']);
    project.write('0001-attributes.yaml', SEATS);
    expect(await changesOf(project, '--target', 'contact/u-bea')).toEqual([gets('bea', 2)]);
    expect(await changesOf(project, '--exclude', 'contact/u-bea')).toEqual([gets('ada', 1)]);
    const { out, exit } = await project.plan('--json', '--target', 'contact/u-cleo');
    expect([exit, out]).toEqual([1, expect.stringContaining('no-such-address')]);
  });

  it('works by the file and the owner of the attribute', async () => {
    project = await open(['ada', 'bea']);
    project.write('0001-attributes.yaml', SEATS.replace('model:', 'owner: revops\nmodel:'));
    project.write(
      '0002-people.yaml',
      `${SET.replace('name:', 'owner: sales\nname:')}  - { external_id: ada }\n`,
    );
    const ofAda = 'update contact/beta/ada: custom_attributes.seats null → 1';
    expect(await changesOf(project, '--file', '0001-attributes.yaml')).toEqual([gets('bea', 2)]);
    expect(await changesOf(project, '--owner', 'revops')).toEqual([gets('bea', 2)]);
    expect(await changesOf(project, '--owner', 'sales')).toEqual([ofAda]);
    const { changes } = await planOf(project);
    expect([...changes].map(({ context }) => context?.owners)).toEqual([['revops'], ['sales']]);
  });

  it('counts them for --limit, and the next run goes on', async () => {
    project = await open(['ada', 'bea', 'cleo']);
    project.write('0001-attributes.yaml', SEATS.replace('} }', ', archive: true } }'));
    for (const done of [1, 2, 3]) {
      const { summary } = await project.result('--limit', '1', '--allow', 'archive=1');
      expect(summary.done).toBe(1);
      const held = Object.values(heldIn(project)) as readonly { readonly seats?: number }[];
      expect(held.filter(({ seats }) => seats !== undefined)).toHaveLength(done);
    }
    expect(await changesOf(project, '--allow', 'archive=1')).toEqual([
      'archive attribute/contact/seats_text: archived false → true',
    ]);
  });
});

describe('undoing a run that carried values of contacts', () => {
  it('takes them away, and says that they are not carried again', async () => {
    project = await open(['ada'], { config: '' });
    project.write('0001-attributes.yaml', SEATS);
    await project.result();
    const { diagnostics } = await planOf(project, '--undo', 'last');
    expect(diagnostics.map(({ code }) => code)).toContain('undo-carried');
    expect(outcomes(await project.result('--undo', 'last'))).toEqual(['contact/u-ada done']);
    expect(heldIn(project)).toEqual({ ada: { seats_text: '1', seats: null } });
    expect(await changesOf(project)).toEqual([]);
  });

  it('says that the old attribute would be archived again', async () => {
    project = await open(['ada'], { config: 'store: { path: .interform, index_lag: 0s }\n' });
    project.write(
      '0001-attributes.yaml',
      SEATS.replace('attribute: seats_text', 'attribute: seats_text, archive: true'),
    );
    await project.result();
    const { out } = await project.apply('--allow', 'archive=1');
    // The clock stands still, so that no run is the last one.
    const run = /Run (\S+)\./.exec(out)?.[1] ?? '';
    const { diagnostics } = await planOf(project, '--undo', run);
    expect(diagnostics.map(({ code, detail }) => [code, detail])).toContainEqual([
      'undo-declared',
      'attribute/contact/seats_text',
    ]);
  });
});

describe('a contact that is to be removed', () => {
  it('gets nothing', async () => {
    project = await open(['ada', 'bea']);
    project.write('0001-attributes.yaml', SEATS);
    project.write(
      '0002-removed.yaml',
      'apiVersion: interform/v1\nkind: Removed\ncontacts: [{ external_id: ada }]\n',
    );
    const { changes } = await planOf(project, '--allow', 'delete=1');
    expect([...changes].map(({ address }) => address)).toEqual(['contact/u-bea', 'removed/contact/u-ada']);
  });
});

/** What is wrong with Ada in a set that is not selected. */
const FAULTS: Readonly<Record<string, string>> = {
  'a bad value': `${SET}  - { external_id: ada, custom_attributes: { seats: many } }\n`,
  'an unknown key': `${SET}  - { external_id: ada, nmae: Ada }\n`,
  'an unknown key of the set': `${SET.replace('contacts:', 'precedence: high\ncontacts:')}  - { external_id: ada }\n`,
  'the same contact twice': `${SET}  - { external_id: ada, name: A }\n  - { external_id: ada, name: B }\n`,
};

describe('a set that is not selected and has errors', () => {
  it.each(Object.entries(FAULTS))(
    'keeps its people from being changed as undeclared ones: %s',
    async (_what, set) => {
      project = await open(['ada', 'bea']);
      project.write('0001-attributes.yaml', SEATS);
      project.write('0002-people.yaml', set);
      const selected = ['--target', 'contact/*'];
      expect(await changesOf(project, ...selected)).toEqual([gets('bea', 2)]);
      const { diagnostics } = await planOf(project, ...selected);
      expect(diagnostics.find(({ code }) => code === 'values-carried')?.summary).toBe(
        '1 contact gets custom_attributes.seats from seats_text',
      );
    },
  );
});

describe('a rule of the project that overlooks an error', () => {
  it('does not keep values from being carried over', async () => {
    const long = 'x'.repeat(200);
    project = await open(['ada'], { config: `${NO_STORE}rules: { id-too-long: warn }\n` });
    project.write('0001-attributes.yaml', SEATS);
    project.write('0002-people.yaml', `${SET}  - { external_id: ${long}, name: Long }\n`);
    expect(await changesOf(project)).toContain(gets('ada', 1));
  });
});
