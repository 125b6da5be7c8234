import { describe, expect, it } from 'vitest';
import { confirms, recheck, type Verdict } from '../../src/apply/recheck.ts';
import { sameJson } from '../../src/apply/recheck-words.ts';
import { rereadContact } from '../../src/kinds/contact/writing/current.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import type { Json } from '../../src/types/json.ts';
import type { Current } from '../../src/types/kind.ts';
import type { Step } from '../../src/types/step.ts';
import { change, contact } from '../plan/example-changes.ts';
import { apply, create, FakeWriter, failure, fakeKind, outcomes, step } from './fake-intercom.ts';

function live(fields: Record<string, Json>, role?: 'user' | 'lead'): Current {
  const known = new Map(Object.entries(fields));
  return { state: 'live', id: 'ada-1', fields: known, ...(role === undefined ? {} : { role }) };
}

function verdict(one: Change, current: Current): Verdict {
  return recheck(one, current, { same: (_, a, b) => sameJson(a, b), idOf: () => undefined });
}

const email = { before: 'a@acme.test', after: 'b@acme.test' };
const name = { before: null, after: 'Ada' };
const update = contact('ada', 'update', { email, name });

describe('re-checking an update', () => {
  it('is already when every field is as wanted', () => {
    expect(verdict(update, live({ email: 'b@acme.test', name: 'Ada' }))).toEqual({
      state: 'already',
      id: 'ada-1',
    });
  });

  it('goes on from before, and from a mixture of before and after', () => {
    expect(verdict(update, live({ email: 'a@acme.test' }))).toMatchObject({
      state: 'proceed',
      change: update,
    });
    expect(verdict(update, live({ email: 'a@acme.test', name: 'Ada' }))).toMatchObject({ state: 'proceed' });
    expect(verdict(update, live({ email: 'a@acme.test', name: '' }))).toMatchObject({ state: 'proceed' });
  });

  it('leaves out what is there of fields that have a request of their own', () => {
    const options = { same: sameJson2, idOf: () => undefined, alone: (field: string) => field === 'name' };
    const half = live({ email: 'a@acme.test', name: 'Ada' });
    expect(recheck(update, half, options)).toEqual({
      ...{ state: 'proceed', id: 'ada-1' },
      change: { ...update, fields: { email } },
    });
    expect(recheck(update, live({ email: 'b@acme.test', name: 'Ada' }), options).state).toBe('already');
  });

  it('is stale for every field that is neither, with what each says', () => {
    expect(verdict(update, live({ email: 'c@acme.test', name: 'Grace' }))).toEqual({
      state: 'stale',
      reason:
        'email is "c@acme.test", the plan saw "a@acme.test" and wants "b@acme.test"; ' +
        'name is "Grace", the plan saw empty and wants "Ada"',
    });
  });

  it('is stale when the object is gone or merged away', () => {
    expect(verdict(update, { state: 'absent' }).state).toBe('stale');
    expect(verdict(update, { state: 'merged', into: 'grace-1' })).toMatchObject({
      state: 'stale',
      reason: expect.stringContaining('grace-1'),
    });
  });

  it('does not send memberships that are there, nor take off those that are gone', () => {
    const tags = { add: ['VIP', 'beta'], remove: ['old', 'older'] };
    const one = contact('ada', 'update', { name, tags });
    expect(verdict(one, live({ tags: ['vip', 'older'] }))).toMatchObject({
      change: { fields: { name, tags: { add: ['beta'], remove: ['older'] } } },
    });
    expect(verdict(one, live({ name: 'Ada', tags: ['vip', 'beta'] })).state).toBe('already');
    expect(verdict(one, live({ tags: ['vip', 'beta'] }))).toMatchObject({ change: { fields: { name } } });
  });

  it('of which memberships alone are left leaves the fields alone', () => {
    const one = contact('ada', 'update', { name, tags: { add: ['vip'], remove: [] } });
    expect(verdict(one, live({ name: 'Ada', tags: [] }))).toMatchObject({
      state: 'proceed',
      change: { action: 'update', fields: { tags: { add: ['vip'], remove: [] } } },
    });
  });

  it('trims nothing from a list that was not read', () => {
    const tags = { add: ['vip'], remove: ['old'] };
    expect(verdict(contact('ada', 'update', { tags }), live({}))).toMatchObject({
      change: { fields: { tags } },
    });
  });
});

describe('what the search index shows', () => {
  const tags = { add: ['vip', 'beta'], remove: ['old'] };
  const one = contact('ada', 'update', { name, tags });
  const shown = (held: string[], fields: Record<string, Json> = {}) =>
    confirms(verdict(one, live({ ...fields, tags: held })), one);

  it('is enough where it is as the plan saw it, memberships too', () => {
    expect(shown(['old'])).toBe(true);
    expect(shown(['old', 'staff'])).toBe(true);
  });

  it('is not enough where something of the change would be left out', () => {
    expect(shown(['old', 'vip'])).toBe(false);
    expect(shown([])).toBe(false);
    expect(shown(['vip', 'beta'])).toBe(false);
    expect(shown(['old'], { name: 'Ada' })).toBe(false);
    expect(shown(['old'], { name: 'Grace' })).toBe(false);
  });
});

describe('re-checking a create', () => {
  const fields = {
    email: { after: 'a@acme.test' },
    batch: { after: 'x' },
    tags: { add: ['vip'], remove: [] },
  };
  const one = contact('ada', 'create', fields, { context: { on_create: ['batch'] } });

  it('goes on where there is nothing', () => {
    expect(verdict(one, { state: 'absent' })).toEqual({ state: 'proceed', change: one });
  });

  it('is already when it exists as wanted, whatever became of what only the create sets', () => {
    expect(verdict(one, live({ email: 'a@acme.test', tags: ['vip'] }))).toEqual({
      state: 'already',
      id: 'ada-1',
    });
  });

  it('goes on with the memberships that an interrupted run left out', () => {
    expect(verdict(one, live({ email: 'a@acme.test', tags: [] }, 'user'))).toMatchObject({
      state: 'proceed',
      id: 'ada-1',
      change: {
        action: 'update',
        id: 'ada-1',
        context: { role: 'user' },
        fields: { tags: { add: ['vip'], remove: [] } },
      },
    });
  });

  it('is stale when something else is there', () => {
    expect(verdict(one, live({ email: 'c@acme.test' }))).toEqual({
      state: 'stale',
      reason: 'it exists by now, but email is "c@acme.test" and the plan wants "a@acme.test"',
    });
    expect(verdict(one, { state: 'merged', into: null }).state).toBe('stale');
  });
});

describe('re-checking what cannot be put back', () => {
  const merge = change('merge/66b1', 'merge', {
    id: '66b1',
    fields: { into: { after: 'contact/beta/ada' }, name: { before: null, after: 'Ada' } },
  });

  it('finds a merge that was made already, and one that went elsewhere', () => {
    const idOf = (address: string) => (address === 'contact/beta/ada' ? 'ada-1' : undefined);
    const into = (id: string | null) =>
      recheck(merge, { state: 'merged', into: id }, { same: sameJson2, idOf });
    expect(into('ada-1')).toEqual({ state: 'already', id: '66b1' });
    expect(into('grace-1').state).toBe('stale');
    expect(into(null).state).toBe('stale');
    const direct = { ...merge, fields: { into: { after: 'ada-7' } } };
    expect(verdict(direct, { state: 'merged', into: 'ada-7' }).state).toBe('already');
  });

  it('goes on with a lead that is still there, and stops when it is gone', () => {
    expect(verdict(merge, live({})).state).toBe('proceed');
    expect(verdict(merge, live({ name: 'Grace' })).state).toBe('stale');
    expect(verdict(merge, { state: 'absent' }).state).toBe('stale');
  });

  it('converts a lead, and not a user', () => {
    const convert = contact('ada', 'convert', { role: { before: 'lead', after: 'user' }, name });
    expect(verdict(convert, live({}, 'lead')).state).toBe('proceed');
    expect(verdict(convert, live({ name: 'Ada' }, 'user')).state).toBe('already');
    expect(verdict(contact('ada', 'convert', { name }), live({ name: 'Ada' }, 'lead')).state).toBe('proceed');
  });

  it('archives what is live, and knows an archived attribute', () => {
    expect(verdict(contact('ada', 'archive', {}), live({})).state).toBe('proceed');
    expect(verdict(contact('ada', 'archive', {}), { state: 'absent' }).state).toBe('stale');
    const archived = { archived: { before: false, after: true } };
    const attribute = change('attribute/contact/plan', 'archive', { fields: archived });
    expect(verdict(attribute, live({ archived: true })).state).toBe('already');
    expect(verdict(attribute, live({ archived: false })).state).toBe('proceed');
  });

  it('unarchives what cannot be read', () => {
    expect(verdict(contact('ada', 'unarchive', { name }), { state: 'absent' }).state).toBe('proceed');
  });
});

const sameJson2 = (_: string, a: Json, b: Json): boolean => sameJson(a, b);

describe('equal values', () => {
  it('are equal JSON, and empty ones are one', () => {
    expect(sameJson({ a: [1, 'x'], b: null }, { b: null, a: [1, 'x'] })).toBe(true);
    expect(sameJson(null, '')).toBe(true);
    expect(sameJson(0, null)).toBe(false);
    expect(sameJson(false, null)).toBe(false);
    expect(sameJson(['a'], ['a', 'b'])).toBe(false);
    expect(sameJson({ a: 1 }, { b: 1 })).toBe(false);
    expect(sameJson('1', 1)).toBe(false);
  });
});

describe('a loaded plan', () => {
  const present = live({ email: 'a@acme.test' });

  it('re-reads every change by itself before its first write', async () => {
    const asked: string[][] = [];
    const kind = fakeKind('contact', { asked, current: () => present });
    const changes = Array.from({ length: 200 }, (_, index) => contact(`c${index}`, 'update', { email }));
    const writer = new FakeWriter();
    await apply(changes, [kind], writer, { recheck: 'each' });
    expect(asked.map((batch) => batch.length)).toEqual(changes.map(() => 1));
    expect(writer.sent).toHaveLength(200);
  });

  it('sends nothing for what is already there or stale, and asks the kind what is the same', async () => {
    const kind = fakeKind('contact', {
      current: ({ address }) => live({ email: address.endsWith('ada') ? 'B@ACME.TEST' : 'c@acme.test' }),
      same: (_, a, b) => String(a).toLowerCase() === String(b).toLowerCase(),
    });
    const writer = new FakeWriter();
    const changes = [contact('ada', 'update', { email }), contact('grace', 'update', { email })];
    const applied = await apply(changes, [kind], writer, { recheck: 'each' });
    expect(writer.sent).toEqual([]);
    expect(outcomes(applied)).toEqual({ 'contact/beta/ada': 'already', 'contact/beta/grace': 'stale' });
    expect(applied.wrote).toBe(false);
  });

  it('that was interrupted goes on where it stopped', async () => {
    const steps = (one: Change): Step[] => [
      ...(one.action === 'create' ? [create(one.address, 'people')] : []),
      ...Object.entries(one.fields).flatMap(([path, field]) =>
        isMembership(field)
          ? field.add.map((tag) =>
              step(one.address, 'memberships', {
                request: { method: 'POST', path: `/contacts/{${one.address}}/${path}`, body: { tag } },
              }),
            )
          : [],
      ),
    ];
    const kind = fakeKind('contact', { steps, current: () => live({ email: 'a@acme.test', tags: ['vip'] }) });
    const one = contact('ada', 'create', {
      email: { after: 'a@acme.test' },
      tags: { add: ['vip', 'beta'], remove: [] },
    });
    const writer = new FakeWriter();
    const applied = await apply([one], [kind], writer, { recheck: 'each' });
    expect(writer.sent).toEqual([{ method: 'POST', path: '/contacts/ada-1/tags', body: { tag: 'beta' } }]);
    expect([...applied.results][0]).toMatchObject({ outcome: 'done', id: 'ada-1' });
  });

  it('writes nothing that it cannot re-read', async () => {
    const writer = new FakeWriter();
    const silent = fakeKind('contact', { current: () => undefined });
    expect([...(await apply([update], [silent], writer, { recheck: 'each' })).results][0]?.outcome).toBe(
      'failed',
    );
    const broken = { ...silent, current: () => Promise.reject(failure(500)) };
    expect([...(await apply([update], [broken], writer, { recheck: 'each' })).results][0]).toMatchObject({
      outcome: 'failed',
      reason: 'it could not be read again before the write: 500',
    });
    const barred = { ...silent, current: () => Promise.reject(failure(401)) };
    expect((await apply([update], [barred], writer, { recheck: 'each' })).diagnostics[0]?.code).toBe(
      'unauthorized',
    );
    expect(writer.sent).toEqual([]);
  });

  it('compares an update that a merge needs in two halves', async () => {
    const merged = { merged: false };
    const kind = fakeKind('contact', {
      steps: (one) => [step(`${one.address}/early`, 'people'), step(`${one.address}/late`, 'updates')],
      // The name arrives with the merge, as the plan says in `before`.
      current: () => live(merged.merged ? { email: 'b@acme.test', name: 'Lead' } : { email: 'a@acme.test' }),
    });
    const merges = fakeKind('merge', {
      steps: (one) => [step(one.address, 'merges')],
      current: () => live({}),
    });
    const person = contact(
      'ada',
      'update',
      { email, name: { before: 'Lead', after: 'Ada' } },
      { context: { before_merge: ['email'] } },
    );
    const merge = change('merge/66b1', 'merge', { requires: [person.address] });
    const writer = new FakeWriter(({ path }) => {
      if (path === '/merge/66b1') merged.merged = true;
      return {};
    });
    const applied = await apply([person, merge], [kind, merges], writer, { recheck: 'each' });
    expect(writer.calls).toEqual([
      'PUT /contact/beta/ada/early',
      'PUT /merge/66b1',
      'PUT /contact/beta/ada/late',
    ]);
    expect(outcomes(applied)).toEqual({ 'contact/beta/ada': 'done', 'merge/66b1': 'done' });
  });
});

describe('a plan of the same run', () => {
  it('re-reads in groups, and by itself what cannot be put back', async () => {
    const asked: string[][] = [];
    const kind = fakeKind('contact', { asked, current: () => live({ tags: ['old'] }, 'lead') });
    const merges = fakeKind('merge', { asked, current: () => live({}) });
    await apply(
      [
        contact('create', 'create', { email: { after: 'a@acme.test' } }, { id: null }),
        contact('update', 'update', { email }),
        contact('tag', 'update', { tags: { add: ['vip'], remove: [] } }),
        contact('untag', 'update', { tags: { add: [], remove: ['old'] } }),
        contact('convert', 'convert', { role: { before: 'lead', after: 'user' } }),
        contact('archive', 'archive', {}),
        change('merge/66b1', 'merge'),
      ],
      [kind, merges],
      new FakeWriter(),
    );
    expect(asked.toSorted()).toEqual([
      ['contact/beta/archive'],
      ['contact/beta/convert'],
      ['contact/beta/create', 'contact/beta/update', 'contact/beta/tag'],
      ['contact/beta/untag'],
      ['merge/66b1'],
    ]);
  });

  it('reads by id what the search index shows otherwise than the plan, whatever it shows', async () => {
    // Search is behind: it shows an older value, one that is wanted again, and a tag that was taken off since.
    const indexed: Record<string, Json> = { older: 'a0@acme.test', again: 'b@acme.test', tag: 'a@acme.test' };
    const modes: string[] = [];
    const kind = {
      ...fakeKind('contact'),
      reread: rereadContact,
      current: async (
        changes: readonly Change[],
        _reader: unknown,
        _context: unknown,
        mode: 'batch' | 'each',
      ): Promise<Map<string, Current>> => {
        modes.push(`${mode}: ${changes.map(({ address }) => address.split('/')[2]).join(', ')}`);
        return new Map(
          changes.map(({ address }) => {
            if (mode === 'each') return [address, live({ email: 'a@acme.test', tags: [] })];
            const shown = live({ email: indexed[address.split('/')[2] ?? ''] ?? null, tags: ['vip'] });
            return [address, { ...shown, indexed: true } as Current];
          }),
        );
      },
    };
    const tags = { add: ['vip'], remove: [] };
    const writer = new FakeWriter();
    const applied = await apply(
      [
        contact('older', 'update', { email }),
        contact('again', 'update', { email }),
        contact('tag', 'update', { email, tags }),
        contact('same', 'update', { email: { before: null, after: 'b@acme.test' } }),
      ],
      [kind],
      writer,
    );
    expect(modes).toEqual(['batch: older, again, tag, same', 'each: older, again, tag']);
    expect(Object.values(outcomes(applied))).toEqual(['done', 'done', 'done', 'done']);
  });
});
