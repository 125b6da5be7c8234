import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactSet, openProject, outcomes, type Project } from '../approval/project.ts';

let project: Project;

afterEach(() => project.close());

const SEED: EmulatorSeed = {
  tags: [{ name: 'Old-Import' }, { name: 'vip' }],
  companies: [
    { company_id: 'acme-test', name: 'Acme Test' },
    { company_id: 'acme', name: 'Acme' },
  ],
  contacts: [
    {
      id: 'u1',
      external_id: 'customer-17',
      email: 'gone@acme.test',
      phone: '+353871234567',
      name: 'Ada Gone',
      tags: ['Old-Import'],
      companies: ['acme-test'],
    },
    { id: 'l1', role: 'lead', email: 'gone@acme.test' },
    { id: 'u2', external_id: 'customer-18', email: 'stays@acme.test', tags: ['Old-Import', 'vip'] },
  ],
};

async function removing(lists: string, more: Partial<Parameters<typeof openProject>[0]> = {}) {
  project = await openProject({ seed: SEED, ...more });
  project.write('removed.yaml', `apiVersion: interform/v1\nkind: Removed\n${lists}\n`);
}

async function planned(...argv: string[]): Promise<PlanDocument> {
  return JSON.parse((await project.plan('--json', ...argv)).out) as PlanDocument;
}

const codes = ({ diagnostics }: Pick<PlanDocument, 'diagnostics'>) =>
  diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);

async function live(path: string): Promise<number> {
  const response = await fetch(`${project.url}${path}`, { headers: { authorization: 'Bearer of-ada' } });
  return response.status;
}

describe('what is to be removed', () => {
  it.each([
    ['tags: [old-import]', 'removed/tag/old-import', []],
    ['companies: [acme-test]', 'removed/company/acme-test', ['--allow', 'detach=1']],
    ['contacts: [{ external_id: customer-17 }]', 'removed/contact/u1', []],
    ['contacts: [{ email: Gone@acme.test, role: lead }]', 'removed/contact/l1', []],
    ['contacts: [{ id: u1 }]', 'removed/contact/u1', []],
    ['contacts: [{ phone: "+353871234567" }]', 'removed/contact/u1', []],
    ['contacts: [{ external_id: customer-17, email: gone@acme.test }]', 'removed/contact/u1', []],
  ])(
    '%s stays until a guard allows it, is deleted once, and then nothing is left to do',
    async (lists, address, more) => {
      await removing(lists);
      const refused = await project.result(...more);
      expect(refused.exit).toBe(5);
      expect(project.writes()).toEqual([]);
      const plan = await planned(...more);
      expect(plan.summary).toMatchObject({ delete: 1, blocked: 1 });
      expect(plan.guards).toContainEqual({ verb: 'delete', count: 1, limit: 0, over: true });
      expect([...plan.changes]).toMatchObject([
        { address, action: 'delete', irreversible: true, kind: 'removed' },
      ]);

      const result = await project.result('--allow', 'delete=1', ...more);
      expect(outcomes(result)).toEqual([`${address} done`]);
      expect(project.writes()).toHaveLength(1);
      const after = await planned();
      expect([...after.changes]).toEqual([]);
      expect(after.summary).not.toHaveProperty('delete');
      expect(after.summary.unchanged).toBe(1);
      expect(after.guards.map(({ verb }) => verb)).not.toContain('delete');
    },
  );

  it('is told with who and what it hits, and nobody else is hit', async () => {
    await removing('tags: [OLD-IMPORT]\ncompanies: [acme-test]\ncontacts: [{ id: u1 }]');
    const { out } = await project.plan();
    expect(out).toContain('2 contacts carry it');
    expect(out).toContain('conversations, tickets, articles');
    expect(out).toContain('3 to delete');
    const result = await project.result('--allow', 'delete=3', '--allow', 'detach=1');
    expect(outcomes(result)).toHaveLength(3);
    expect(result.summary.done).toBe(3);
    expect(await live('/contacts/u2')).toBe(200);
    expect(await live('/contacts/l1')).toBe(200);
    expect(await live('/contacts/u1')).toBe(404);
  });

  it('is not live: that needs nothing, and no request but those that ask for it', async () => {
    await removing('tags: [never]\ncompanies: [never]\ncontacts: [{ external_id: never }, { id: never }]');
    const plan = await planned();
    expect(plan.summary).toMatchObject({ unchanged: 4 });
    expect([...plan.changes]).toEqual([]);
    expect((await project.result()).exit).toBe(0);
  });

  it('has limits in the project file too, and one for each environment', async () => {
    await removing('tags: [old-import]', { config: 'guards: { max_delete: 1 }\n' });
    expect(outcomes(await project.result())).toEqual(['removed/tag/old-import done']);
  });

  it('is selected like everything else, by its address and by its file', async () => {
    await removing('tags: [old-import]\ncontacts: [{ external_id: customer-17 }]');
    expect([...(await planned('--target', 'removed/tag/*')).changes]).toHaveLength(1);
    expect([...(await planned('--exclude', 'removed/contact/*')).changes]).toHaveLength(1);
    expect([...(await planned('--file', 'removed.yaml')).changes]).toHaveLength(2);
  });

  it('is left out by --limit, which is a trial of contacts, and the counts say so', async () => {
    await removing('tags: [old-import]\ncontacts: [{ external_id: customer-17 }]');
    const plan = await planned('--limit', '1', '--allow', 'delete=2');
    expect([...plan.changes]).toEqual([]);
    expect(plan.summary).not.toHaveProperty('delete');
    expect((await project.plan('--limit', '1', '--allow', 'delete=2')).out).not.toContain('to delete');
  });

  it('stays where it was renamed, or is somebody else by now', async () => {
    await removing('tags: [old-import]\ncontacts: [{ external_id: customer-17 }]');
    await project.plan('--out', 'plan.jsonl', '--allow', 'delete=2');
    const tag = [...(await planned()).changes].find(({ address }) => address.startsWith('removed/tag'))?.id;
    project.emulator.foreign('POST', '/tags', { id: tag ?? '', name: 'Imported in May' });
    project.emulator.foreign('PUT', '/contacts/u1', { email: 'new@acme.test' });
    const result = await project.result('plan.jsonl', '--allow', 'delete=2');
    expect(outcomes(result)).toEqual([
      'removed/tag/old-import stale: name changed since the plan was made',
      'removed/contact/u1 stale: email changed since the plan was made',
    ]);
    expect(await live('/contacts/u1')).toBe(200);
  });

  it('was deleted meanwhile: that is already done', async () => {
    await removing('tags: [old-import]\ncontacts: [{ external_id: customer-17 }]');
    await project.plan('--out', 'plan.jsonl', '--allow', 'delete=2');
    const tag = [...(await planned()).changes].find(({ address }) => address.startsWith('removed/tag'))?.id;
    project.emulator.foreign('DELETE', `/tags/${tag}`, {});
    project.emulator.foreign('DELETE', '/contacts/u1', {});
    const result = await project.result('plan.jsonl', '--allow', 'delete=2');
    expect(result.summary).toMatchObject({ done: 0, already: 2 });
  });

  it('says what a tag serves that Intercom does not let go', async () => {
    await removing('tags: [vip]', {
      seed: { ...SEED, segments: [{ name: 'Best', tags: ['vip'] }] } as EmulatorSeed,
    });
    const result = await project.result('--allow', 'delete=1');
    expect(result.exit).toBe(1);
    expect(outcomes(result)[0]).toMatch(
      /^removed\/tag\/vip failed: .*Segments: Best\..*Take the tag out of what uses it/,
    );
  });

  it('is a company that Intercom deletes some time after it said so: done once it is gone', async () => {
    // A clock that goes on whenever it is looked at: the waits of the command take no time here.
    let ms = 1_700_000_000_000;
    await removing('companies: [acme-test]', {
      switches: { companyDeletionMs: 700 },
      now: () => (ms += 40),
    });
    const result = await project.result('--allow', 'delete=1', '--allow', 'detach=1');
    expect(outcomes(result)).toEqual(['removed/company/acme-test done']);
    const plan = await planned();
    expect([...plan.changes]).toEqual([]);
    expect(project.writes()).toHaveLength(1);
  });

  it('cannot be taken back', async () => {
    await removing('tags: [old-import]');
    const { out, err } = await project.apply('--allow', 'delete=1');
    const run = /Run (\S+?)\./.exec(out + err)?.[1] ?? '';
    const undo = await project.plan('--undo', run);
    expect(`${undo.out}${undo.err}`).toContain('a deletion is final');
  });
});

describe('a plan from a snapshot', () => {
  const LISTS = 'tags: [old-import]\ncompanies: [acme-test]\ncontacts: [{ id: u1 }]';

  it('says whom it did not look for, where the snapshot holds nobody', async () => {
    await removing(LISTS);
    await project.snapshot(['--out', 'snap.json']);
    const plan = await planned('--snapshot', 'snap.json');
    expect([...plan.changes].map(({ address }) => address)).toEqual([
      'removed/tag/old-import',
      'removed/company/acme-test',
    ]);
    expect(plan.diagnostics.map(({ code }) => code)).toContain('not-compared');
  });

  it('holds everybody whom the snapshot does', async () => {
    await removing(LISTS);
    await project.snapshot(['--contacts', '--out', 'snap.json']);
    expect([...(await planned('--snapshot', 'snap.json')).changes]).toHaveLength(3);
  });
});

describe('who is to be removed', () => {
  it('is never the first of several', async () => {
    await removing('contacts: [{ email: gone@acme.test }]');
    const plan = await planned();
    expect(codes(plan)).toEqual(['removed-several']);
    expect(plan.diagnostics[0]?.detail).toMatch(/l1 \(lead, .*u1 \(user/);
    expect([...plan.changes]).toEqual([]);
  });

  it('has all of the keys', async () => {
    await removing('contacts: [{ external_id: customer-17, email: stays@acme.test }]');
    expect(codes(await planned())).toEqual(['removed-another']);
  });

  it('may be known by another key, which is told', async () => {
    await removing('contacts: [{ external_id: customer-99, email: stays@acme.test }]');
    const { diagnostics, changes } = await planned();
    expect([...changes]).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'removed-other-key', severity: 'warning' }]);
  });

  it('is one person, however often they are named', async () => {
    await removing('contacts: [{ id: u1 }, { external_id: customer-17 }]\nsource: { file: rows.csv }');
    project.write('rows.csv', 'external_id,email\ncustomer-17,gone@acme.test\n');
    expect([...(await planned()).changes]).toHaveLength(1);
  });

  it('comes from a file, whose rows may name people who are not live', async () => {
    await removing('source: { file: rows.csv, columns: { external_id: Customer } }');
    project.write('rows.csv', 'Customer\ncustomer-17\nnever\n');
    const plan = await planned();
    expect([...plan.changes]).toMatchObject([
      { address: 'removed/contact/u1', source: { file: 'rows.csv', row: 1 } },
    ]);
    expect(plan.summary.unchanged).toBe(1);
  });

  it.each([
    ['source: { file: gone.csv }', 'missing-source'],
    ['contacts: [{ role: lead }]', 'removed-without-key'],
    ['tags: ["old-*"]', 'removed-glob'],
    ['companies: ["*"]', 'removed-glob'],
    ['owner: revops', 'removed-nothing'],
  ])('%s is an error: %s', async (lists, code) => {
    await removing(lists);
    expect(codes(await planned())).toEqual([code]);
    expect((await project.result('--allow', 'delete=9')).exit).toBe(1);
    expect(project.writes()).toEqual([]);
  });

  it.each(['tags: []', 'contacts: []', 'contacts: [{}]', 'contacts: [{ hash: 1f }]', 'companies: []'])(
    '%s is refused',
    async (lists) => {
      await removing(lists);
      expect((await project.validate()).exit).toBe(1);
    },
  );
});

describe('what is removed and declared', () => {
  const DECLARED = [
    ['a tag', 'tags: [Old-Import]', 'kind: Tags\ntags: [old-import]'],
    ['a former name of a tag', 'tags: [vip]', 'kind: Tags\ntags: [{ name: best, was: [VIP] }]'],
    ['a tag of a company', 'tags: [vip]', 'kind: Companies\ncompanies: { acme: { tags: [VIP] } }'],
    ['a company', 'companies: [acme]', 'kind: Companies\ncompanies: { acme: { name: Acme } }'],
  ] as const;

  it.each(DECLARED)(
    '%s: an error that names both places, with and without a workspace',
    async (_, lists, other) => {
      await removing(lists);
      project.write('other.yaml', `apiVersion: interform/v1\n${other}\n`);
      for (const { out, err, exit } of [await project.validate('--json'), await project.plan('--json')]) {
        expect(exit, err).toBe(1);
        const { diagnostics } = JSON.parse(out) as PlanDocument;
        expect(diagnostics).toContainEqual(
          expect.objectContaining({
            code: 'removed-and-declared',
            file: 'other.yaml',
            detail: expect.stringContaining('removed.yaml:3'),
          }),
        );
      }
    },
  );

  it.each([
    ['a tag of a contact', 'tags: [vip]', contactSet(['external_id: a, tags: [vip]'])],
    [
      'an owner tag',
      'tags: [set-beta]',
      contactSet(['external_id: a'], 'prune: { owner_tag: set-beta, action: untag }\n'),
    ],
    ['a company of a contact', 'companies: [acme]', contactSet(['external_id: a, companies: [acme]'])],
    [
      'a contact by its key',
      'contacts: [{ external_id: customer-17 }]',
      contactSet(['external_id: customer-17']),
    ],
    [
      'a contact by another key',
      'contacts: [{ phone: "+353871234567" }]',
      contactSet(['external_id: customer-17']),
    ],
    ['somebody who is to be made', 'contacts: [{ external_id: new }]', contactSet(['external_id: new'])],
    [
      'a lead that is absorbed',
      'contacts: [{ email: gone@acme.test, role: lead }]',
      contactSet(['external_id: customer-17, email: gone@acme.test'], 'identity: { leads: absorb }\n'),
    ],
    [
      'a lead that is merged',
      'contacts: [{ email: gone@acme.test, role: lead }]',
      'apiVersion: interform/v1\nkind: Merges\nmerges: [{ from: { email: gone@acme.test }, into: { external_id: customer-17 } }]\n',
    ],
    [
      'a user that a lead goes into',
      'contacts: [{ external_id: customer-17 }]',
      'apiVersion: interform/v1\nkind: Merges\nmerges: [{ from: { email: gone@acme.test }, into: { external_id: customer-17 } }]\n',
    ],
  ])('%s: a plan is an error', async (_, lists, other) => {
    await removing(lists);
    project.write('other.yaml', other);
    const plan = await planned();
    expect(codes(plan)).toContain('removed-and-declared');
    expect((await project.result('--allow', 'delete=9', '--allow', 'merge=9')).exit).toBe(1);
    expect(project.writes()).toEqual([]);
    for (const target of ['removed/*/*', 'removed/*']) {
      const { exit } = await project.plan('--target', target, '--allow', 'delete=9');
      expect(exit, target).toBe(1);
    }
  });

  it('is a contact by its key: validate says so without a workspace', async () => {
    await removing('contacts: [{ external_id: customer-17 }]');
    project.write('other.yaml', contactSet(['external_id: customer-17']));
    const { exit, err, out } = await project.validate();
    expect(exit).toBe(1);
    expect(err + out).toContain('removed-and-declared');
  });

  it('is no error where a lead is removed and the user of the same email stays', async () => {
    await removing('contacts: [{ email: gone@acme.test, role: lead }]');
    project.write(
      'other.yaml',
      contactSet(['external_id: customer-17, email: gone@acme.test'], 'identity: { leads: keep }\n'),
    );
    const plan = await planned('--allow', 'delete=1');
    expect(codes(plan)).toEqual([]);
    expect([...plan.changes]).toMatchObject([{ address: 'removed/contact/l1' }]);
  });

  it('is an error where the row that uses it is left out', async () => {
    await removing('tags: [vip]');
    project.write(
      'other.yaml',
      'apiVersion: interform/v1\nkind: ContactSet\nname: beta\npolicy: { on_bad_row: skip }\nsource: { file: rows.csv, columns: { external_id: id, tags: { column: t, split: "," } } }\n',
    );
    project.write('rows.csv', 'id,t\na,vip\n');
    expect(codes(await planned('--allow', 'delete=9'))).toContain('removed-and-declared');
  });
});
