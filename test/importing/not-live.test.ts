import { describe, expect, it } from 'vitest';
import { parseFaults } from '../../src/emulator/index.ts';
import { changesOf, csvProject, findings, importing } from './acme.ts';

const HEADER = 'external_id,email\n';
const listed = (requests: readonly string[]) => requests.filter((line) => line === 'GET /contacts/deleted');

/** As many archived users. */
const archived = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `old_${index}`,
    external_id: `old-${index}`,
    email: `old-${index}@acme.test`,
    archived: true,
  }));

describe('contacts that are not live', () => {
  it('are not read where nobody is to be created', async () => {
    const contacts = [{ external_id: 'ada', email: 'ada@acme.test' }, ...archived(1)];
    const { plan, requests } = importing(csvProject(`${HEADER}ada,ada@acme.test\n`), { seed: { contacts } });
    await plan();
    expect(listed(requests)).toEqual([]);
    await plan({ nonLive: true });
    expect(listed(requests)).toHaveLength(1);
  });

  it('are read up to 3,000, and the plan says how many that were of how many', async () => {
    const { plan, requests } = importing(csvProject(`${HEADER}ada,ada@acme.test\n`), {
      seed: { contacts: archived(3_151) },
    });
    const some = await plan();
    expect(listed(requests)).toHaveLength(20);
    expect(findings(some.diagnostics)).toEqual([
      'info non-live-in-part: 3000 of 3151 contacts that are not live were read (a create may still meet an archived one, which is found out during apply) []',
    ]);
    const all = await plan({ nonLive: true });
    expect(listed(requests)).toHaveLength(22);
    expect(findings(all.diagnostics)).toEqual([]);
    expect(changesOf(all)).toEqual(['create contact/people/ada']);
  });

  it.each([
    ['html/1', '200 malformed: the answer is not JSON'],
    ['500/1', '500 server_error: Server Error'],
  ])('are done without where their list is %s, unless it was asked for', async (fault, why) => {
    const { plan, emulator } = importing(csvProject(`${HEADER}ada,ada@acme.test\n`));
    emulator.setFaults(parseFaults(`${fault} on GET /contacts/deleted`));
    const some = await plan();
    expect(changesOf(some)).toEqual(['create contact/people/ada']);
    expect(findings(some.diagnostics).join()).toMatch(/^info non-live-not-served: /);
    expect(findings(some.diagnostics).join()).toContain(why);
    expect((await plan({ nonLive: true })).plan).toBe(undefined);
  });

  it('are read once where people are planned in parts', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => `new-${index},new-${index}@acme.test\n`).join('');
    const { plan, requests } = importing(csvProject(`${HEADER}${rows}old-0,old-0@acme.test\n`), {
      seed: { contacts: archived(2) },
    });
    const made = await plan({ partRows: 5 });
    expect(listed(requests)).toHaveLength(1);
    expect(findings(made.diagnostics)).toEqual([
      'error identity-not-live: a contact that is not live holds this external_id, so this user cannot be created (contact old_0 is archived) [migrations/data/people.csv row 41]',
    ]);
  });

  it('are unarchived with on_archived: unarchive, and the next plan is empty', async () => {
    const { plan, apply, people } = importing(
      csvProject(`${HEADER}old-0,ada&co@acme.test\n`, '', 'policy: { on_archived: unarchive }'),
      { seed: { contacts: archived(2) } },
    );
    expect(changesOf(await plan())).toEqual(['unarchive contact/people/old-0']);
    const { result } = await apply();
    expect(result.results).toMatchObject([{ id: 'old_0', action: 'unarchive', outcome: 'done' }]);
    expect(people()).toMatchObject([{ id: 'old_0', email: 'ada&co@acme.test' }]);
    expect(changesOf(await plan())).toEqual([]);
  });

  it('say who they are now where a declared id was merged away', async () => {
    const seed = {
      contacts: [
        { id: 'user_ada', external_id: 'ada', email: 'ada@acme.test' },
        { id: 'lead_ada', role: 'lead' as const, email: 'ada@acme.test' },
      ],
    };
    const { plan, emulator } = importing(
      csvProject('id,external_id,email\nlead_ada,,\n,grace,grace@acme.test\n'),
      { seed },
    );
    emulator.foreign('POST', '/contacts/merge', { from: 'lead_ada', into: 'user_ada' });
    expect(findings((await plan()).diagnostics).join('\n')).toContain('lead_ada was merged into user_ada');
  });

  it('are told of where somebody came back as another contact', async () => {
    const seed = {
      contacts: [
        { id: 'first', external_id: 'ada', email: 'ada@acme.test', archived: true },
        { id: 'again', role: 'lead' as const, email: 'ada@acme.test' },
      ],
    };
    const { plan } = importing(
      {
        'migrations/0001-people.yaml': `apiVersion: interform/v1
kind: ContactSet
name: people
contacts:
  - { role: lead, email: ada@acme.test, archived: true }
  - { external_id: grace, email: grace@acme.test }
`,
      },
      { seed, allow: { archive: 1 } },
    );
    const made = await plan();
    expect(changesOf(made)[1]).toMatch(/^archive contact\/people\//);
    expect(findings(made.diagnostics)).toEqual([
      'info came-back: this contact was archived, and is live again as another one (contact first is archived, contact again is live) [migrations/0001-people.yaml column 5]',
    ]);
  });
});
