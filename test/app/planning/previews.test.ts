import { describe, expect, it } from 'vitest';
import { previewMerges } from '../../../src/app/planning/previews.ts';
import { IntercomError } from '../../../src/intercom/error.ts';
import type { Change } from '../../../src/types/change.ts';
import type { IntercomReader } from '../../../src/types/intercom.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/types/json.ts';

const merge = (lead: string, more: Partial<Change> = {}): Change => ({
  address: `merge/${lead}`,
  kind: 'merge',
  action: 'merge',
  id: lead,
  requires: [],
  irreversible: true,
  reason: 'declared',
  notes: [],
  also: [],
  fields: { into: { after: 'ada' } },
  source: null,
  ...more,
});

const allowed = (moves: JsonObject = {}): JsonObject => ({
  allowed: true,
  summary: {
    attribute_changes: {
      attributes: [
        { field: 'name', outcome: 'adopted', from_value: 'Jo', new_into_value: 'Jo' },
        { field: 'phone', outcome: 'discarded', from_value: '+1', into_value: '+2', new_into_value: '+2' },
        { field: 'mood', outcome: 'guessed', new_into_value: null },
      ],
      total_count: 3,
    },
    reassignments: moves,
  },
});

/** A reader that answers each preview, by the lead that it is about, and keeps what it was asked. */
function readerOf(answer: (lead: string) => Json) {
  const asked: { readonly body: JsonObject; readonly version: string | undefined }[] = [];
  const reader: Pick<IntercomReader, 'get' | 'each'> = {
    async get(call) {
      const { body = {}, version } = call;
      asked.push({ body, version });
      return call.read(answer(String(body['from'])));
    },
    async each(items, work) {
      for (const item of items) await work(item);
    },
  };
  return { reader, asked };
}

const failure = (status: number | null) =>
  new IntercomError({
    family: status === null ? 'network' : 'rejected',
    messages: ['no'],
    method: 'POST',
    path: '/contacts/merge/preview',
    status,
  });

describe('previews of merges', () => {
  it('stand beside each merge, and are summed once', async () => {
    const { reader, asked } = readerOf(() =>
      allowed({
        conversations: { from: 12, into: 5 },
        notes: { from: 1, into: 0 },
        tags: { from: 0, into: 4 },
      }),
    );
    const { changes, findings } = await previewMerges([merge('jo'), merge('al')], reader, 'auto');
    expect(asked.map(({ body }) => body)).toEqual([
      { from: 'jo', into: 'ada' },
      { from: 'al', into: 'ada' },
    ]);
    expect(new Set(asked.map(({ version }) => version))).toEqual(new Set(['2.17']));
    expect([...changes].map(({ context }) => context?.preview?.moves)).toEqual([
      { conversations: 12, notes: 1 },
      { conversations: 12, notes: 1 },
    ]);
    expect([...changes][0]?.context?.preview).toEqual({
      allowed: true,
      reasons: [],
      fields: [
        { path: 'name', outcome: 'adopted', from: 'Jo', into: null, after: 'Jo' },
        { path: 'phone', outcome: 'discarded', from: '+1', into: '+2', after: '+2' },
      ],
      fields_total: 3,
      moves: { conversations: 12, notes: 1 },
    });
    expect(findings).toEqual([
      {
        code: 'merge-preview',
        severity: 'info',
        summary: 'what the merges do, as Intercom previews them',
        detail: 'from leads to users: 24 conversations, 2 notes; dropped: 2 values of leads',
        help: 'the HTML report and --format markdown show it for each merge',
      },
    ]);
  });

  it('warn of a merge that Intercom would refuse, and keep it in the plan', async () => {
    const reasons = [{ code: 'mailing_list', message: 'Created from a mailing list.' }];
    const { reader } = readerOf(() => ({ allowed: false, reasons }));
    const { changes, findings } = await previewMerges([merge('jo')], reader, 'auto');
    expect(changes).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      ...{ code: 'merge-refused', severity: 'warning', address: 'merge/jo' },
      detail: 'Created from a mailing list. (mailing_list)',
    });
  });

  it.each([
    ['auto', 200],
    ['all', 205],
    ['off', 0],
  ] as const)('are asked for with %s: %i of 205', async (mode, count) => {
    const { reader, asked } = readerOf(() => allowed());
    const changes = Array.from({ length: 205 }, (_, index) => merge(`lead-${index}`));
    const { findings } = await previewMerges(changes, reader, mode);
    expect(asked).toHaveLength(count);
    const said = findings.map(({ detail }) => detail ?? '').join();
    expect(said.includes('5 were not previewed')).toBe(mode === 'auto');
  });

  it('are not told of where nothing moves and nothing is lost', async () => {
    const summary = { attribute_changes: { attributes: [], total_count: 0 }, reassignments: {} };
    const { reader } = readerOf(() => ({ allowed: true, summary }));
    expect((await previewMerges([merge('jo')], reader, 'auto')).findings).toEqual([]);
  });

  it('are not asked for where the user comes, or is changed, with the plan itself', async () => {
    const { reader, asked } = readerOf(() => allowed());
    const waiting = [
      merge('jo', { fields: { into: { after: 'contact/beta/ada' } } }),
      merge('al', { requires: ['contact/beta/ada'] }),
      // What the first lead brings, this one no longer does.
      merge('jay', { requires: ['merge/al'] }),
    ];
    const { findings } = await previewMerges(waiting, reader, 'auto');
    expect([asked, findings]).toEqual([[], []]);
  });

  it.each([400, 403, 404, 501])('end with the first answer of %i, which is told once', async (status) => {
    const { reader, asked } = readerOf(() => {
      throw failure(status);
    });
    const plan = [merge('jo'), merge('al')];
    const { changes, findings } = await previewMerges(plan, reader, 'auto');
    expect(changes).toBe(plan);
    expect(asked).toHaveLength(1);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'merge-preview', severity: 'info' });
    expect(findings[0]?.detail).toContain(`answered ${status}`);
  });

  it('leave out what fails later, such as a lead that is gone by now', async () => {
    const { reader } = readerOf((lead) => {
      if (lead === 'al') throw failure(404);
      return allowed();
    });
    const { changes, findings } = await previewMerges([merge('jo'), merge('al')], reader, 'auto');
    expect(
      [...changes].map(({ context }) => isJsonObject({ ...context }) && context?.preview?.allowed),
    ).toEqual([true, undefined]);
    expect(findings[0]?.detail).toContain('1 was not previewed');
  });

  it('end the plan where no answer comes at all', async () => {
    const { reader } = readerOf(() => {
      throw failure(null);
    });
    await expect(previewMerges([merge('jo')], reader, 'auto')).rejects.toThrow(IntercomError);
  });
});
