import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/types/change.ts';
import { contact } from '../plan/example-changes.ts';
import { apply, FakeWriter, failure, fakeKind, lost, outcomes, step, tagging } from './fake-intercom.ts';

const many = (count: number): Change[] =>
  Array.from({ length: count }, (_, index) => contact(`c${index}`, 'update', {}));
const tagged = fakeKind('contact', { steps: (one) => [tagging(one.address, 'vip')] });

function members(request: { readonly body?: unknown }): number {
  return (request.body as { users: unknown[] }).users.length;
}

describe('bulk requests', () => {
  it('hold at most as many as they may', async () => {
    const writer = new FakeWriter();
    await apply(many(120), [tagged], writer, { concurrency: 1 });
    expect(writer.sent.map(members)).toEqual([50, 50, 20]);
  });

  it('that nobody shares are as many as there are changes, and end', async () => {
    const own = fakeKind('contact', { steps: (one) => [tagging(one.address, one.address)] });
    const applied = await apply(many(2_000), [own], new FakeWriter());
    expect(new Set(Object.values(outcomes(applied)))).toEqual(new Set(['done']));
  });

  it('are verified for each change by itself', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [tagging(one.address, 'vip')],
      verify: (one) => (one.change.endsWith('c1') ? [{ field: 'tags', sent: ['vip'], kept: null }] : []),
    });
    expect(outcomes(await apply(many(3), [kind], new FakeWriter()))).toEqual({
      'contact/beta/c0': 'done',
      'contact/beta/c1': 'failed',
      'contact/beta/c2': 'done',
    });
  });

  it('that Intercom refuses are sent one by one, so that one bad member fails alone', async () => {
    const writer = new FakeWriter(({ body }) => {
      if (JSON.stringify(body).includes('c1')) throw failure(400);
      return {};
    });
    const applied = await apply(many(3), [tagged], writer);
    expect(writer.sent.map(members)).toEqual([3, 1, 1, 1]);
    expect(Object.values(outcomes(applied))).toEqual(['done', 'failed', 'done']);
  });

  it('whose outcome is open are unknown for each, and not sent again', async () => {
    const writer = new FakeWriter(() => {
      throw lost();
    });
    const applied = await apply(many(3), [tagged], writer);
    expect(writer.sent).toHaveLength(1);
    expect(Object.values(outcomes(applied))).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('that hold a change twice end it once', async () => {
    const twice = (one: Change) => [tagging(one.address, 'vip'), tagging(one.address, 'vip')];
    const verify = () => [{ field: 'tags', sent: ['vip'], kept: null }];
    const unstuck = fakeKind('contact', { steps: twice, verify });
    const unstuckWriter = new FakeWriter();
    expect(Object.values(outcomes(await apply(many(2), [unstuck], unstuckWriter)))).toEqual([
      'failed',
      'failed',
    ]);
    const lostWriter = new FakeWriter(() => {
      throw lost();
    });
    const applied = await apply(many(2), [fakeKind('contact', { steps: twice })], lostWriter);
    expect(Object.values(outcomes(applied))).toEqual(['unknown', 'unknown']);
    expect(applied.diagnostics.map(({ code }) => code)).not.toContain('internal-error');
  });

  it('that hold a change twice end it once where our own code fails', async () => {
    const twice = (one: Change) => [tagging(one.address, 'vip'), tagging(one.address, 'vip')];
    const writer = new FakeWriter(() => {
      throw new TypeError('no socket');
    });
    const applied = await apply(many(2), [fakeKind('contact', { steps: twice })], writer);
    expect(Object.values(outcomes(applied))).toEqual(['unknown', 'unknown']);
    expect(applied.diagnostics[0]).toMatchObject({ code: 'internal-error', detail: 'no socket' });
  });

  it('stop the run at 401 without trying one by one', async () => {
    const writer = new FakeWriter(() => {
      throw failure(401);
    });
    const applied = await apply(many(3), [tagged], writer);
    expect(writer.sent).toHaveLength(1);
    expect(Object.values(outcomes(applied))).toEqual(['failed', 'failed', 'failed']);
  });

  it('leave out changes whose own request failed', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [step(one.address, 'memberships'), tagging(one.address, 'vip')],
    });
    const writer = new FakeWriter(({ path }) => {
      if (path === '/contact/beta/c1') throw failure(400);
      return {};
    });
    await apply(many(3), [kind], writer);
    expect(writer.sent.at(-1)?.body).toMatchObject({
      users: [{ id: 'id-contact-beta-c0' }, { id: 'id-contact-beta-c2' }],
    });
  });

  it('of one change go one after another, in whatever order others have them', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => {
        const both = [tagging(one.address, 'vip'), tagging(one.address, 'beta')];
        return one.address.endsWith('c0') ? both : both.reverse();
      },
    });
    const writer = new FakeWriter();
    const applied = await apply(many(2), [kind], writer);
    expect(writer.sent.map(members)).toEqual([2, 2]);
    expect(writer.mostRunning).toBe(1);
    expect(Object.values(outcomes(applied))).toEqual(['done', 'done']);
  });

  it('keep the order that a change has in its level, its own requests included', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [
        step(one.address, 'memberships', {
          request: { method: 'DELETE', path: `${one.address}/last` },
          order: 'last',
        }),
        tagging(one.address, 'vip'),
        step(one.address, 'memberships', { request: { method: 'POST', path: `${one.address}/own` } }),
        { ...tagging(one.address, 'owner'), order: 'first' },
      ],
    });
    const writer = new FakeWriter();
    const applied = await apply(many(2), [kind], writer, { concurrency: 1 });
    expect(writer.calls).toEqual([
      'POST /tags/owner',
      'POST contact/beta/c0/own',
      'POST contact/beta/c1/own',
      'POST /tags/vip',
      'DELETE contact/beta/c0/last',
      'DELETE contact/beta/c1/last',
    ]);
    expect(Object.values(outcomes(applied))).toEqual(['done', 'done']);
  });

  it('leave out what comes later in the level of a change that failed', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [
        { ...tagging(one.address, 'owner'), order: 'first' },
        tagging(one.address, 'vip'),
        step(one.address, 'memberships', { order: 'last' }),
      ],
      verify: ({ change, order }) =>
        change.endsWith('c1') && order === 'first' ? [{ field: 'tags', sent: ['owner'], kept: null }] : [],
    });
    const writer = new FakeWriter();
    const applied = await apply(many(2), [kind], writer);
    expect(writer.calls).toEqual(['POST /tags/owner', 'POST /tags/vip', 'PUT /contact/beta/c0']);
    expect(writer.sent.map(({ body }) => (body as { users?: unknown[] }).users?.length)).toEqual([
      2,
      1,
      undefined,
    ]);
    expect(Object.values(outcomes(applied))).toEqual(['done', 'failed']);
  });

  it('of different changes go side by side', async () => {
    const kind = fakeKind('contact', { steps: (one) => [tagging(one.address, one.address.slice(-2))] });
    const writer = new FakeWriter();
    await apply(many(4), [kind], writer);
    expect(writer.mostRunning).toBe(4);
  });
});
