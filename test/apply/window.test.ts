import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { applyPaced, gaps, LATENCY_MS } from './paced-apply.ts';

/** Used of the limit of ten seconds: a share of 0.8. */
const SHARE = 0.8;

function people(count: number): { readonly seed: EmulatorSeed; readonly manifests: string } {
  const contacts = Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    role: 'user' as const,
    external_id: `customer-${index}`,
    name: 'Ada',
    phone: '+353871234567',
  }));
  const lines = contacts.map(({ external_id }) => `  - { external_id: ${external_id}, name: Grace }`);
  const manifests = `apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n${lines.join('\n')}\n`;
  return { seed: { contacts }, manifests };
}

describe('the time between reading a contact and writing it', () => {
  // Limit, contacts: some windows of each.
  const worlds = [
    [83, 200],
    [167, 300],
    [1667, 700],
  ] as const;

  for (const [limit, count] of worlds) {
    it(`is one answer where each is read by id, at ${limit} requests in ten seconds`, async () => {
      const paced = await applyPaced({ ...people(count), limit, recheck: 'each' });
      const between = gaps(paced);
      expect(between.size).toBe(count);
      expect(Math.max(...between.values())).toBeLessThanOrEqual(LATENCY_MS);
      expect(paced.result.summary.done).toBe(count);
      expectNoIdling(paced, limit);
    });

    it(`is about a second where they are read in groups, at ${limit} requests in ten seconds`, async () => {
      const paced = await applyPaced({ ...people(count), limit, recheck: 'batch' });
      const between = gaps(paced);
      expect(between.size).toBe(count);
      // Two groups of 150 at most, fifty or more requests at a time.
      expect(Math.max(...between.values())).toBeLessThanOrEqual(6 * LATENCY_MS);
      expect(paced.requests.length).toBeLessThanOrEqual(count + Math.ceil(count / 50) + 3);
      expectNoIdling(paced, limit);
    });
  }
});

/** Nothing is refused, and no window but the last is left with turns that could have been used. */
function expectNoIdling(
  { requests, refused, tookMs }: Awaited<ReturnType<typeof applyPaced>>,
  limit: number,
): void {
  expect(refused).toBe(0);
  const windows = Math.ceil(requests.length / Math.floor(limit * SHARE));
  // The last window takes as long as its requests need one after the other, fifty at a time.
  const lastMs = (Math.floor(limit * SHARE) / 50 + 2) * LATENCY_MS;
  expect(tookMs).toBeLessThanOrEqual(((windows - 1) * 10_000 + lastMs) * 1.04);
}

describe('somebody who edits contacts while a slow apply runs', () => {
  const world = { ...people(150), limit: 83 };

  for (const recheck of ['each', 'batch'] as const) {
    it(`is not overwritten: what was edited before its read is stale and kept (${recheck})`, async () => {
      const written = new Set<string>();
      const edited = new Set<string>();
      let next = 149;
      const paced = await applyPaced({
        ...world,
        recheck,
        meddle({ at, path }, emulator) {
          if (path.startsWith('/contacts/id-')) written.add(path.slice('/contacts/'.length));
          // Twice a second somebody edits a contact that the apply has not come to, from the other end.
          for (; next > at / 500 && (149 - next) * 500 <= at && !written.has(`id-${next}`); next -= 1) {
            emulator.foreign('PUT', `/contacts/id-${next}`, EDIT);
            edited.add(`id-${next}`);
          }
        },
      });
      expect(edited.size).toBeGreaterThan(20);
      const stale = [...paced.result.results].filter(({ outcome }) => outcome === 'stale');
      // The edits of one answer's time are too late to be seen where a group is read at once.
      expect(stale.length).toBeGreaterThan(edited.size - 4);
      for (const { id } of stale) expect(paced.emulator.state.contact(id ?? '')?.name).toBe('Edited');
      const plain = [...paced.result.results].filter(
        (one) => one.outcome === 'done' && one.edited === undefined,
      );
      expect(plain.filter(({ id }) => edited.has(id ?? ''))).toEqual([]);
    });
  }

  it('between the read and the write is told of, for an edit of the same field is gone', async () => {
    const paced = await applyPaced({
      ...world,
      recheck: 'each',
      meddle({ method, path }, emulator) {
        if (method === 'PUT' && path.endsWith('7')) emulator.foreign('PUT', path, EDIT);
      },
    });
    const told = [...paced.result.results].filter(({ edited }) => edited !== undefined);
    expect(told.map(({ id }) => id)).toEqual(
      [...paced.plan.changes].map(({ id }) => id).filter((id) => id?.endsWith('7')),
    );
    expect(told[0]).toMatchObject({
      outcome: 'done',
      edited: [{ field: 'phone', read: '+353871234567', now: '+353879999999' }],
    });
    expect(paced.result.diagnostics).toMatchObject([
      {
        code: 'edited-meanwhile',
        severity: 'warning',
        summary: 'somebody else edited 15 contacts while they were written',
      },
    ]);
    expect(paced.result.exit).toBe(0);
  });

  it('is told of where the search index did not show it in time', async () => {
    const paced = await applyPaced({
      ...world,
      recheck: 'batch',
      indexLagMs: 60_000,
      before: (emulator) => void emulator.foreign('PUT', '/contacts/id-7', EDIT),
    });
    expect([...paced.result.results].filter(({ edited }) => edited !== undefined)).toMatchObject([
      { id: 'id-7', outcome: 'done', edited: [{ field: 'phone' }] },
    ]);
  });

  it('is not told of for what the run itself wrote, nor for a person who turned up', async () => {
    const manifests = `${world.manifests}---\napiVersion: interform/v1\nkind: Tags\ntags: [vip]\n`;
    const paced = await applyPaced({
      ...world,
      manifests: manifests.replaceAll('name: Grace }', 'name: Grace, tags: [vip] }'),
      recheck: 'each',
      meddle({ method, path }, emulator) {
        if (method === 'PUT') emulator.foreign('PUT', path, { last_seen_at: 1_793_600_000 });
      },
    });
    expect(paced.result.summary).toMatchObject({ done: 151, stale: 0 });
    expect([...paced.result.results].filter(({ edited }) => edited !== undefined)).toEqual([]);
    expect(paced.result.diagnostics).toEqual([]);
  });

  it('is not told of for the tags of a company that is changed and tagged in one run', async () => {
    const paced = await applyPaced({
      seed: { tags: ['old'], companies: [{ company_id: 'acme', name: 'Acme', tags: ['old'] }] },
      manifests:
        'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n---\n' +
        'apiVersion: interform/v1\nkind: Companies\ncompanies:\n  acme: { name: Acme Ltd, tags: [vip] }\n',
      limit: 1667,
      recheck: 'each',
    });
    expect(paced.result.summary).toMatchObject({ done: 2 });
    expect(paced.result.diagnostics).toEqual([]);
  });
});

/** Of a field that the plan writes, and of one that it does not. */
const EDIT = { name: 'Edited', phone: '+353879999999' };
