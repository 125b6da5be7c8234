import { describe, expect, it } from 'vitest';
import { type Journaled, nullJournal, type StepOutcome } from '../../src/apply/journal.ts';
import type { KindWriter } from '../../src/kinds/kind-reader.ts';
import type { Step, WriteRequest } from '../../src/types/step.ts';
import { change, contact } from '../plan/example-changes.ts';
import {
  apply,
  create,
  FakeWriter,
  failure,
  fakeKind,
  lost,
  outcomes,
  step,
  tagging,
} from './fake-intercom.ts';

const tag = change('tag/vip', 'create', { fields: { name: { after: 'VIP' } } });
const ada = contact('ada', 'create', { email: { after: 'ada@acme.test' } }, { requires: ['tag/vip'] });
const grace = contact('grace', 'update', { name: { before: 'G', after: 'Grace' } });

const tags = fakeKind('tag', { steps: (one) => [create(one.address, 'catalog')] });
const contacts = fakeKind('contact', {
  steps: (one) => [
    one.action === 'create' ? create(one.address, 'people') : step(one.address, 'updates'),
    tagging(one.address, 'vip'),
  ],
});

describe('a run', () => {
  it('does levels in order and sends later steps with the ids that earlier ones brought', async () => {
    const writer = new FakeWriter(({ path }) => ({ id: `new${path.replaceAll('/', '-')}` }));
    const applied = await apply([tag, ada, grace], [tags, contacts], writer);
    expect(writer.calls).toEqual([
      'POST /tag/vip',
      'POST /contact/beta/ada',
      'PUT /contact/beta/grace',
      'POST /tags/vip',
    ]);
    expect(writer.sent.at(-1)?.body).toEqual({
      name: 'vip',
      users: [{ id: 'new-contact-beta-ada' }, { id: 'id-contact-beta-grace' }],
    });
    expect(applied.results).toEqual([
      { address: 'tag/vip', action: 'create', outcome: 'done', id: 'new-tag-vip' },
      { address: 'contact/beta/ada', action: 'create', outcome: 'done', id: 'new-contact-beta-ada' },
      { address: 'contact/beta/grace', action: 'update', outcome: 'done', id: 'id-contact-beta-grace' },
    ]);
    expect(applied).toMatchObject({ wrote: true, interrupted: false, diagnostics: [] });
  });

  it('keeps numeric ids as strings and fills them into paths', async () => {
    const attribute = change('attribute/contact/plan', 'create');
    const kind = fakeKind('attribute', {
      steps: ({ address }) => [
        create(address, 'attributes'),
        step(address, 'updates', { request: { method: 'PUT', path: `/data_attributes/{${address}}` } }),
      ],
    });
    const writer = new FakeWriter(() => ({ id: 42 }));
    const applied = await apply([attribute], [kind], writer);
    expect(writer.calls[1]).toBe('PUT /data_attributes/42');
    expect([...applied.results][0]?.id).toBe('42');
  });

  it('uses the ids of what exists already, and of every address of a person', async () => {
    const merge = change('merge/66b1', 'merge', { id: '66b1', requires: ['contact/vips/ada'] });
    const person = { ...ada, requires: [], also: ['contact/vips/ada'] };
    const kind = fakeKind('merge', {
      steps: ({ address }) => [
        step(address, 'merges', {
          request: {
            method: 'POST',
            path: '/contacts/merge',
            body: { from: '66b1', into: { ref: 'contact/vips/ada' }, tag: { ref: 'tag/beta' } },
          },
        }),
      ],
      current: () => ({ state: 'live', id: '66b1', fields: new Map() }),
    });
    const writer = new FakeWriter(() => ({ id: 'ada-1' }));
    const people = fakeKind('contact', { steps: (one) => [create(one.address, 'people')] });
    await apply([person, merge], [people, kind], writer, { ids: new Map([['tag/beta', '7']]) });
    expect(writer.sent.at(-1)?.body).toEqual({ from: '66b1', into: 'ada-1', tag: '7' });
  });

  it('fails a change whose reference has no id, without a request', async () => {
    const kind = fakeKind('contact', { steps: (one) => [tagging('contact/beta/nobody', one.address)] });
    const writer = new FakeWriter();
    const applied = await apply([grace], [kind], writer);
    expect(writer.sent).toEqual([]);
    expect([...applied.results][0]).toMatchObject({
      outcome: 'failed',
      reason: 'interform does not know the Intercom id of contact/beta/nobody',
    });
    expect(applied.wrote).toBe(false);
  });

  it('never takes a custom attribute called ref for a reference', async () => {
    const body = { custom_attributes: { ref: 'tag/vip' } };
    const kind = fakeKind('contact', { steps: (one) => [create(one.address, 'people', body)] });
    const writer = new FakeWriter();
    await apply([{ ...ada, requires: [] }], [kind], writer, { ids: new Map([['tag/vip', '7']]) });
    expect(writer.sent[0]?.body).toEqual(body);
  });

  it('uses the id of what somebody else made meanwhile', async () => {
    const found = fakeKind('tag', {
      steps: (one) => [create(one.address, 'catalog')],
      current: () => ({ state: 'live', id: '7', fields: new Map([['name', 'VIP']]) }),
    });
    const people = fakeKind('contact', {
      steps: (one) => [create(one.address, 'people', { tag: { ref: 'tag/vip' } })],
    });
    const writer = new FakeWriter(() => ({ id: 'ada-1' }));
    const applied = await apply([tag, ada], [found, people], writer);
    expect(writer.sent.map(({ body }) => body)).toEqual([{ tag: '7' }]);
    expect(applied.results).toMatchObject([
      { address: 'tag/vip', outcome: 'already', id: '7' },
      { address: 'contact/beta/ada', outcome: 'done' },
    ]);
  });

  it('reports progress once for each change', async () => {
    const seen: string[] = [];
    await apply([tag, ada, grace], [tags, contacts], new FakeWriter(() => ({ id: '1' })), {
      onProgress: ({ done, total, result }) => seen.push(`${done}/${total} ${result.outcome}`),
    });
    expect(seen).toEqual(['1/3 done', '2/3 done', '3/3 done']);
  });

  it('sends by the turns that are kept for a change, and not what several changes share', async () => {
    const writer = new FakeWriter();
    const kept: string[] = [];
    const client = {
      send(request: WriteRequest) {
        kept.push(request.path);
        return writer.send(request);
      },
    } as unknown as KindWriter;
    writer.hold = async ({ most }) => ({ count: most, client, release: () => {} });
    await apply([grace, contact('alan', 'update', {})], [contacts], writer);
    expect(kept.toSorted()).toEqual(['/contact/beta/alan', '/contact/beta/grace']);
    expect(writer.calls).toHaveLength(3);
  });

  it('never has more requests under way than it may', async () => {
    const many = Array.from({ length: 40 }, (_, index) => contact(`c${index}`, 'update', {}));
    const writer = new FakeWriter();
    await apply(many, [fakeKind('contact')], writer, { concurrency: 3 });
    expect(writer.sent).toHaveLength(40);
    expect(writer.mostRunning).toBe(3);
  });

  it('refuses a plan that it cannot run before the first request', async () => {
    const writer = new FakeWriter();
    const strange = change('segment/vip', 'create');
    expect(await apply([tag, strange], [tags], writer)).toMatchObject({
      refused: true,
      diagnostics: [{ code: 'unusable-change', address: 'segment/vip' }],
      results: [{ outcome: 'not_attempted' }, { outcome: 'not_attempted' }],
    });
    const circle = [
      contact('ada', 'update', {}, { requires: ['contact/beta/grace'] }),
      contact('grace', 'update', {}, { requires: ['contact/beta/ada'] }),
    ];
    expect((await apply(circle, [fakeKind('contact')], writer)).refused).toBe(true);
    expect(writer.sent).toEqual([]);
  });
});

describe('a failure', () => {
  it('skips what depends on it, however far, and nothing else', async () => {
    const merge = change('merge/66b1', 'merge', { requires: ['contact/beta/ada'] });
    const merges = fakeKind('merge', { steps: (one) => [step(one.address, 'merges')] });
    const writer = new FakeWriter(({ path }) => {
      if (path === '/tag/vip') throw failure(400);
      return {};
    });
    const applied = await apply([tag, ada, merge, grace], [tags, contacts, merges], writer);
    expect(outcomes(applied)).toEqual({
      'tag/vip': 'failed',
      'contact/beta/ada': 'skipped',
      'merge/66b1': 'skipped',
      'contact/beta/grace': 'done',
    });
    expect([...applied.results][1]?.reason).toBe('it needs tag/vip, which failed');
    expect([...applied.results][2]?.reason).toBe('it needs contact/beta/ada, which was skipped');
    expect([...applied.results][0]?.request_id).toBe('req-1');
  });

  it('stops the later steps of its change', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [
        step(one.address, 'updates'),
        step(`${one.address}/2`, 'updates'),
        tagging(one.address, 'vip'),
      ],
    });
    const writer = new FakeWriter(({ path }) => {
      if (path.endsWith('/2')) throw failure(422);
      return {};
    });
    const applied = await apply([grace], [kind], writer);
    expect(writer.sent).toHaveLength(2);
    expect([...applied.results][0]).toMatchObject({ outcome: 'failed', reason: '422' });
    expect(applied.wrote).toBe(true);
  });

  it('of fields that did not stick is a failure with what was sent and kept', async () => {
    const unstuck = { field: 'external_id', sent: 'a', kept: 'b' };
    const kind = fakeKind('contact', { verify: () => [unstuck] });
    const applied = await apply([grace], [kind], new FakeWriter());
    expect([...applied.results][0]).toMatchObject({
      outcome: 'failed',
      reason: 'Intercom did not keep everything: external_id was sent as "a", but Intercom holds "b"',
      unstuck: [unstuck],
    });
  });

  it('of an answer that cannot be read is a failure, and the run goes on', async () => {
    const kind = fakeKind('contact', {
      verify: (one) => {
        if (one.change.endsWith('grace')) throw new TypeError('no fields');
        return [];
      },
    });
    const applied = await apply([grace, contact('alan', 'update', {})], [kind], new FakeWriter());
    expect(outcomes(applied)).toEqual({ 'contact/beta/grace': 'failed', 'contact/beta/alan': 'done' });
  });

  it('that leaves the outcome open is unknown', async () => {
    const writer = new FakeWriter(() => {
      throw lost();
    });
    const applied = await apply([tag, ada], [tags, contacts], writer);
    expect(outcomes(applied)).toEqual({ 'tag/vip': 'unknown', 'contact/beta/ada': 'skipped' });
    expect(applied.wrote).toBe(true);
    expect(applied.diagnostics).toMatchObject([{ code: 'change-unknown' }]);
  });

  it.each([
    [401, 'unauthorized', 'unauthorized'],
    [401, 'token_unauthorized', 'forbidden'],
    [403, 'forbidden', 'forbidden'],
  ])('with %i %s stops the run', async (status, answered, code) => {
    const writer = new FakeWriter(() => {
      throw failure(status, { code: answered });
    });
    const applied = await apply([tag, grace], [tags, contacts], writer);
    expect(outcomes(applied)).toEqual({ 'tag/vip': 'failed', 'contact/beta/grace': 'not_attempted' });
    expect(writer.sent).toHaveLength(1);
    expect(applied.diagnostics[0]).toMatchObject({ code, detail: '1 change was not attempted' });
  });

  it('by the subscription speaks of it, and of nothing that was left where nothing was', async () => {
    const writer = new FakeWriter(() => {
      throw failure(403, { code: 'api_plan_restricted' });
    });
    const alone = await apply([tag], [tags], writer);
    expect(alone.diagnostics[0]).toMatchObject({
      code: 'plan-restricted',
      summary: 'the run stopped: the subscription of the workspace does not include this',
    });
    expect(alone.diagnostics[0]).not.toHaveProperty('detail');
    const { diagnostics } = await apply([tag, grace], [tags, contacts], writer);
    expect(diagnostics[0]).toMatchObject({ code: 'plan-restricted', detail: '1 change was not attempted' });
  });

  it.each([
    [401, 'unauthorized', 'unauthorized'],
    [401, 'token_unauthorized', 'forbidden'],
    [403, 'api_plan_restricted', 'plan-restricted'],
  ])('with %i %s to a re-read stops the run for the same reason', async (status, answered, code) => {
    const kind = fakeKind('contact', {
      current: () => {
        throw failure(status, { code: answered });
      },
    });
    const { diagnostics } = await apply([grace], [kind], new FakeWriter());
    expect(diagnostics[0]).toMatchObject({ code });
  });

  it('after --max-errors of them lets nothing new start', async () => {
    const many = Array.from({ length: 10 }, (_, index) => contact(`c${index}`, 'update', {}));
    const writer = new FakeWriter(() => {
      throw failure(400);
    });
    // Those in flight count as if they failed, however many could be under way at once.
    const applied = await apply(many, [fakeKind('contact')], writer, { maxErrors: 3, concurrency: 64 });
    expect(writer.sent).toHaveLength(3);
    expect(Object.values(outcomes(applied)).filter((outcome) => outcome === 'not_attempted')).toHaveLength(7);
    expect(applied.diagnostics).toMatchObject([
      { code: 'max-errors' },
      { code: 'change-failed', summary: '3 changes failed' },
    ]);
  });

  it('counts for those that may be under way: as many at once as may still fail', async () => {
    const many = Array.from({ length: 30 }, (_, index) => contact(`c${index}`, 'update', {}));
    const fails = (path: string) => Number(/\d+$/.exec(path)?.[0]) % 3 === 0;
    const running: number[] = [];
    const failedBefore: number[] = [];
    let failed = 0;
    const writer = new FakeWriter(({ path }) => {
      if (!fails(path)) return {};
      failed += 1;
      throw failure(400);
    });
    const send = writer.send.bind(writer);
    writer.send = (request) => {
      running.push(writer.running + 1);
      failedBefore.push(failed);
      return send(request);
    };
    const applied = await apply(many, [fakeKind('contact')], writer, { maxErrors: 8, concurrency: 8 });
    expect(running[0]).toBe(1);
    expect(Math.max(...running), 'all of them at first').toBe(8);
    for (const [index, count] of running.entries())
      expect(count, `request ${index}`).toBeLessThanOrEqual(8 - failedBefore[index]!);
    expect(failed).toBe(8);
    expect(applied.diagnostics[0]).toMatchObject({ code: 'max-errors' });
  });

  it.each([1, 2, 5])(
    'are never more than --max-errors %i, whichever of those under way fail',
    async (maxErrors) => {
      const many = Array.from({ length: 40 }, (_, index) => contact(`c${index}`, 'update', {}));
      for (const failing of [/[0-4]$/, /[5-9]$/, /[02468]$/, /[1-9]$/]) {
        const writer = new FakeWriter(({ path }) => {
          if (failing.test(path)) throw failure(400);
          return {};
        });
        const applied = await apply(many, [fakeKind('contact')], writer, { maxErrors, concurrency: 16 });
        const failures = Object.values(outcomes(applied)).filter((outcome) => outcome === 'failed');
        expect(failures).toHaveLength(maxErrors);
      }
    },
  );

  it('of our own is reported with what was written', async () => {
    const writer = new FakeWriter(({ path }) => {
      if (path === '/contact/beta/grace') throw new TypeError('bug');
      return {};
    });
    const applied = await apply([tag, grace, contact('alan', 'update', {})], [tags, contacts], writer, {
      concurrency: 1,
    });
    expect(outcomes(applied)).toEqual({
      'tag/vip': 'done',
      'contact/beta/grace': 'unknown',
      'contact/beta/alan': 'not_attempted',
    });
    expect(applied.diagnostics[0]).toMatchObject({ code: 'internal-error', detail: 'bug' });
  });
});

describe('settling', () => {
  const settling = (settle: NonNullable<typeof contacts.settle>) =>
    fakeKind('contact', {
      steps: (one) => [create(one.address, 'people'), tagging(one.address, 'vip')],
      settle,
    });
  const person = { ...ada, requires: [] };

  function failingOnce(): FakeWriter {
    let failed = false;
    return new FakeWriter(({ path }) => {
      if (path !== '/contact/beta/ada' || failed) return { id: 'ada-2' };
      failed = true;
      throw lost();
    });
  }

  it('as already goes on with the rest of the change', async () => {
    const writer = failingOnce();
    const applied = await apply(
      [person],
      [settling(async () => ({ state: 'already', id: 'ada-1' }))],
      writer,
    );
    expect(writer.sent.at(-1)?.body).toMatchObject({ users: [{ id: 'ada-1' }] });
    expect([...applied.results][0]).toMatchObject({ outcome: 'done', id: 'ada-1' });
  });

  it('as already is already when nothing else had to be written', async () => {
    const kind = fakeKind('contact', {
      steps: (one) => [create(one.address, 'people')],
      settle: async () => ({ state: 'already', id: 'ada-1' }),
    });
    const applied = await apply([person], [kind], failingOnce());
    expect([...applied.results][0]).toMatchObject({ outcome: 'already', id: 'ada-1' });
    expect([...applied.results][0]?.reason).toBeTypeOf('string');
    expect(applied.wrote).toBe(true);
  });

  it('as done keeps the before-image and verifies', async () => {
    const before = { name: 'Old Ada' };
    const kind = settling(async () => ({ state: 'done', body: { id: 'ada-9' }, before }));
    expect([...(await apply([person], [kind], failingOnce())).results][0]).toMatchObject({
      outcome: 'done',
      id: 'ada-9',
      before,
    });
  });

  it('as retry sends once more, and only once', async () => {
    const writer = failingOnce();
    const kind = settling(async () => ({ state: 'retry' }));
    expect([...(await apply([person], [kind], writer)).results][0]).toMatchObject({
      outcome: 'done',
      id: 'ada-2',
    });
    expect(writer.sent).toHaveLength(3);

    const dead = new FakeWriter(() => {
      throw lost();
    });
    expect([...(await apply([person], [kind], dead)).results][0]).toMatchObject({ outcome: 'unknown' });
    expect(dead.sent).toHaveLength(2);
    const looked = settling(async () => ({ state: 'retry', absent: true }));
    expect([...(await apply([person], [looked], dead)).results][0]).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    ['refused', failure(400), 'failed'],
    ['lost', lost(), 'unknown'],
    ['a fault of our own', new TypeError('no socket'), 'unknown'],
  ] as const)(
    'keeps in the journal what came of a request of its own that was %s',
    async (_, thrown, state) => {
      const states: string[] = [];
      const journal = {
        ...nullJournal,
        after: async (_of: unknown, { request }: Step, _noted: unknown, outcome: StepOutcome) => {
          if (request.path === '/unarchive') states.push(outcome.state);
        },
      };
      const writer = new FakeWriter(({ path }) => {
        throw path === '/unarchive' ? thrown : lost();
      });
      const kind = settling(async (_change, _step, _failure, recorded) => {
        await recorded.send({ method: 'POST', path: '/unarchive' });
        return { state: 'retry' };
      });
      await apply([person], [kind], writer, { journal });
      expect(states).toEqual([state]);
    },
  );

  it.each(['stale', 'failed', 'unknown'] as const)('as %s ends the change', async (state) => {
    const kind = settling(async () => ({ state, reason: 'because' }));
    expect([...(await apply([person], [kind], failingOnce())).results][0]).toMatchObject({
      outcome: state,
      reason: 'because',
    });
  });

  it('that fails itself leaves the failure as it was', async () => {
    const kind = settling(async () => {
      throw failure(500);
    });
    expect([...(await apply([person], [kind], failingOnce())).results][0]).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('could not find out whether it worked: 500'),
    });
  });

  it('sees its step with references resolved', async () => {
    const seen: Step[] = [];
    const kind = fakeKind('contact', {
      steps: (one) => [tagging(one.address, 'vip')],
      settle: async (_, one) => {
        seen.push(one);
        return undefined;
      },
    });
    const writer = new FakeWriter(() => {
      throw failure(404);
    });
    await apply([grace], [kind], writer);
    expect(seen[0]?.request.body).toEqual({ name: 'vip', users: [{ id: 'id-contact-beta-grace' }] });
  });

  it('never says that nothing was written of what it found after a lost answer', async () => {
    const controller = new AbortController();
    const kind = fakeKind('contact', {
      steps: ({ address }) => [create(address, 'people'), step(address, 'memberships')],
      settle: async () => {
        controller.abort();
        return { state: 'already', id: '1' };
      },
    });
    const writer = new FakeWriter(() => {
      throw lost();
    });
    const { results } = await apply([grace], [kind], writer, { signal: controller.signal });
    expect(results).toMatchObject([
      { outcome: 'failed', reason: 'only partly written: the run was interrupted' },
    ]);
  });
});

describe('Ctrl-C', () => {
  it('lets running requests finish and starts nothing new', async () => {
    const controller = new AbortController();
    const writer = new FakeWriter(({ path }) => {
      if (path === '/contact/beta/ada') controller.abort();
      return { id: '1' };
    });
    const applied = await apply([tag, ada, grace], [tags, contacts], writer, { signal: controller.signal });
    expect(applied.results).toMatchObject([
      { outcome: 'done' },
      { outcome: 'failed', reason: 'only partly written: the run was interrupted' },
      { outcome: 'not_attempted', reason: 'the run was interrupted' },
    ]);
    expect([...applied.results].map(({ partly }) => partly)).toEqual([undefined, true, undefined]);
    expect(applied.interrupted).toBe(true);
    expect(applied.diagnostics).toMatchObject([
      {
        code: 'interrupted',
        severity: 'warning',
        detail: '1 change was only partly written, 1 change was not attempted',
      },
      { code: 'change-partly-written', summary: 'contact/beta/ada is only partly written' },
    ]);
  });

  it('after the last request changes nothing', async () => {
    const controller = new AbortController();
    const writer = new FakeWriter(() => {
      controller.abort();
      return { id: '1' };
    });
    expect(await apply([tag], [tags], writer, { signal: controller.signal })).toMatchObject({
      interrupted: false,
      diagnostics: [],
      results: [{ outcome: 'done' }],
    });
  });

  it('leaves what the client held back as not attempted', async () => {
    const controller = new AbortController();
    const writer = new FakeWriter(() => {
      controller.abort();
      throw failure(null, { code: 'interrupted' });
    });
    const applied = await apply([tag], [tags], writer, { signal: controller.signal });
    expect(applied).toMatchObject({
      wrote: false,
      interrupted: true,
      results: [{ outcome: 'not_attempted' }],
    });
  });

  it('says in the journal of what the client held back that it was not sent', async () => {
    const log: unknown[] = [];
    const controller = new AbortController();
    const writer = new FakeWriter(() => {
      controller.abort();
      throw failure(null, { code: 'interrupted' });
    });
    const journal = {
      ...nullJournal,
      after: async (_of: unknown, _step: Step, _noted: unknown, { state, reason }: StepOutcome) =>
        void log.push({ state, reason }),
    };
    await apply([tag], [tags], writer, { signal: controller.signal, journal });
    expect(log).toEqual([{ state: 'failed', reason: 'it was not sent' }]);
  });
});

describe('the journal', () => {
  it('is written before and after each step, resolved, and drained', async () => {
    const log: string[] = [];
    const journal = {
      note: ({ place }: Journaled, one: Step) => {
        log.push(`${place} ${one.request.path}`);
        return { n: 0, at: 0 };
      },
      durable: async () => void log.push('durable'),
      result: nullJournal.result,
      after: async (_of: unknown, one: Step, _noted: unknown, { state, id }: StepOutcome) =>
        void log.push(`${state} ${one.request.path} ${id}`),
      drain: async () => void log.push('drain'),
    };
    await apply([tag], [tags], new FakeWriter(() => ({ id: '7' })), { journal });
    expect(log).toEqual(['0 /tag/vip', 'durable', 'done /tag/vip 7', 'drain']);
  });

  it('that cannot be written stops the run before anything is sent', async () => {
    const writer = new FakeWriter();
    let drained = false;
    const journal = {
      note: () => ({ n: 0, at: 0 }),
      durable: () => Promise.reject(new Error('disk full')),
      result: nullJournal.result,
      after: async () => {},
      drain: async () => {
        drained = true;
      },
    };
    const applied = await apply([tag, grace], [tags, contacts], writer, { journal });
    expect(writer.sent).toEqual([]);
    expect(drained).toBe(true);
    expect(applied).toMatchObject({
      wrote: false,
      diagnostics: [{ code: 'internal-error', detail: 'disk full' }],
      results: [{ outcome: 'not_attempted' }, { outcome: 'not_attempted' }],
    });
  });
});
