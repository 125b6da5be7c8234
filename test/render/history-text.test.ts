import { describe, expect, it } from 'vitest';
import { renderHistoryRun, renderResolved } from '../../src/render/history/history-run-text.ts';
import { renderHistory } from '../../src/render/history/history-text.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { maskHistory } from '../../src/render/mask/mask-history.ts';
import type { HistoryChange, HistoryDocument, HistoryRun } from '../../src/types/history.ts';

const LOOK = { color: false, width: 100 };
const OPTIONS = { ...LOOK, full: false, flags: '' };
const RUN: HistoryRun = {
  id: '20261128T164400Z-7f3a9c',
  state: 'ended',
  workspace: 'ecahpwf5',
  environment: 'production',
  started_at: '2026-11-28T16:44:00.000Z',
  ended_at: '2026-11-28T16:44:12.000Z',
  by: { name: 'ada', job: 'https://github.com/acme/data/actions/runs/7' },
  git: { commit: 'a5e4c70fdeec84e416dacb1ae0224b319e905aa6', branch: 'main' },
  manifests: { digest: 'sha256:1', version: '0003' },
  digest: 'sha256:0',
  tool: '0.1.0',
  exit: 3,
  summary: { done: 120, already: 0, failed: 3, stale: 0, skipped: 0, unknown: 1, not_attempted: 0 },
  requests: { reads: 7, writes: 1204, retried: 2 },
  in_doubt: 1,
  keep_values: true,
  durable: true,
};
const DOCUMENT: HistoryDocument = {
  format: 'interform-history/1',
  exit: 0,
  store: { kind: 'folder', where: '/home/ada/acme/.interform' },
  workspace: 'ecahpwf5',
  runs: [RUN],
  settings: { kind: 'folder', path: '.interform', keep_values: true },
  left_out: { older: 0, other_workspaces: 0 },
  diagnostics: [],
};

function contact(n: number, more: Partial<HistoryChange> = {}): HistoryChange {
  return {
    address: `contact/beta/ada-${n}%40acme.test`,
    also: [],
    kind: 'contact',
    action: 'update',
    id: String(n).padStart(24, '0'),
    outcome: 'done',
    fields: { name: { before: `Ada ${n}`, after: `Ada Lovelace ${n}` } },
    requests: [],
    ...more,
  };
}

const many = (count: number, more: Partial<HistoryChange> = {}) =>
  Array.from({ length: count }, (_, n) => contact(n, more));

const ofRun = (changes: readonly HistoryChange[], more: Partial<HistoryDocument> = {}): HistoryDocument => ({
  ...DOCUMENT,
  changes,
  merges: [],
  doubts: [],
  ...more,
});

describe('the list of runs', () => {
  it('says when, who, from where, and what came of it', () => {
    const open: HistoryRun = {
      ...RUN,
      id: '2',
      state: 'interrupted',
      ended_at: null,
      summary: null,
      exit: null,
    };
    const runs = [{ ...open, state: 'under_way' as const }, open, RUN];
    const text = renderHistory({ ...DOCUMENT, runs, left_out: { older: 7, other_workspaces: 1 } }, LOOK);
    expect(text).toMatchInlineSnapshot(`
      "Runs of workspace ecahpwf5, newest first

        2  2026-11-28 16:44:00 UTC  ada
            production: workspace ecahpwf5; manifests 0003; commit a5e4c70 on main
            under way
        2  2026-11-28 16:44:00 UTC  ada
            production: workspace ecahpwf5; manifests 0003; commit a5e4c70 on main
            interrupted: killed, or its end could not be recorded; 1 in doubt
        20261128T164400Z-7f3a9c  2026-11-28 16:44:00 UTC  ada
            production: workspace ecahpwf5; manifests 0003; commit a5e4c70 on main
            120 done, 3 failed, 1 unknown; exit 3; 12 s; 1 in doubt

      7 older runs: --limit 10 shows all.
      1 run of other workspaces not shown: --env NAME chooses the environment.
      interform history RUN shows what a run did, change by change."
    `);
  });

  it('is cut from no run by what stands in a branch or a name', () => {
    const by = { name: 'ada\u001b[2J' };
    expect(renderHistory({ ...DOCUMENT, runs: [{ ...RUN, by }] }, LOOK)).not.toContain('\u001b');
  });

  it.each([
    ['nothing was written yet', { store: null }, /^No runs yet: /],
    ['none of this workspace', {}, /^No runs of workspace ecahpwf5 yet in \/home/],
    [
      'no store is wanted',
      { store: null, diagnostics: [{ code: 'no-store', severity: 'info', summary: '' }] },
      /keeps no store/,
    ],
  ] as const)('says in words that %s', (_why, more, words) => {
    expect(renderHistory({ ...DOCUMENT, ...more, runs: [] }, LOOK)).toMatch(words);
  });
});

describe('one run', () => {
  it('shows what needs a look first, with ids, reasons, merges and doubts', () => {
    const changes = [
      contact(1),
      contact(2, { outcome: 'failed', reason: 'Intercom answered 422: name is too long' }),
      contact(3, {
        outcome: 'unknown',
        id: null,
        action: 'create',
        fields: { name: { after: 'Ada' } },
        reason:
          "run 1 may have created it; look in Intercom and say its ID: interform history 1 --resolve 'contact/beta/ada-3%40acme.test=ID'",
        requests: [
          {
            at: '2026-11-28T16:44:03.000Z',
            method: 'POST',
            path: '/contacts',
            state: 'unknown',
            settled: { at: '2026-11-28T17:02:11.000Z', state: 'done', by: 'person', id: 'f'.repeat(24) },
          },
        ],
      }),
      contact(4, { outcome: 'interrupted' }),
    ];
    const text = renderHistoryRun(
      ofRun(changes, {
        merges: [{ lead: 'a'.repeat(24), into: 'b'.repeat(24), at: '2026-11-28T16:44:09.000Z' }],
        doubts: [{ address: 'contact/beta/eve%40acme.test', sent_at: '2026-11-28T16:44:04.000Z' }],
      }),
      { ...OPTIONS, flags: '-C acme' },
    );
    expect(text).toMatchInlineSnapshot(`
      "Run 20261128T164400Z-7f3a9c: production: workspace ecahpwf5; manifests 0003; commit a5e4c70 on main
      Begun on 2026-11-28 16:44:00 UTC by ada (https://github.com/acme/data/actions/runs/7).
      Requests: 7 reads, 1,204 writes, 2 retried.

      Failed (1)
        ~ contact/beta/ada-2%40acme.test                                          000000000000000000000002
            name  Ada 2 → Ada Lovelace 2
            Intercom answered 422: name is too long

      Unknown: sent, and it is not known whether it took effect (1)
        + contact/beta/ada-3%40acme.test
            name  Ada
            run 1 may have created it; look in Intercom and say its ID:
            interform history 1 --resolve 'contact/beta/ada-3%40acme.test=ID'
            a person said on 2026-11-28 17:02:11 UTC: created as ffffffffffffffffffffffff

      Interrupted: not all of it was sent (1)
        ~ contact/beta/ada-4%40acme.test                                          000000000000000000000004
            name  Ada 4 → Ada Lovelace 4

      Done (1)
        ~ contact/beta/ada-1%40acme.test                                          000000000000000000000001
            name  Ada 1 → Ada Lovelace 1

      Merges, lead into user (1)
        aaaaaaaaaaaaaaaaaaaaaaaa → bbbbbbbbbbbbbbbbbbbbbbbb  2026-11-28 16:44:09 UTC

      In doubt (1)
        Run interform apply: it finds out by itself, as soon as search must show them. Or look in
        Intercom, and say the ID of the contact, or absent where it is not there:
            interform history 20261128T164400Z-7f3a9c -C acme --resolve 'contact/beta/eve%40acme.test=ID'

      120 done, 3 failed, 1 unknown; exit 3; 12 s; 1 in doubt.
      interform plan --undo 20261128T164400Z-7f3a9c -C acme shows what taking it back would change."
    `);
  });

  it.each([
    ['of one shape', many(6_000)],
    [
      'that all failed, each with its own ids',
      many(6_000).map((one, n) => ({
        ...one,
        outcome: 'failed' as const,
        reason: `"${n}" is taken by ${n}abc`,
      })),
    ],
    [
      'with no end of shapes',
      many(6_000).map((one, n) => ({
        ...one,
        fields: { [`custom_attributes.a${n % 3000}`]: { after: n } },
      })),
    ],
    [
      'with no end of reasons',
      many(6_000).map((one, n) => ({
        ...one,
        outcome: 'stale' as const,
        reason: `because ${String.fromCharCode(0x4e00 + n)}`,
      })),
    ],
    [
      'whose values were not kept',
      many(6_000).map(({ fields: _, ...one }, n) => ({ ...one, address: `contact/beta/~${n}` })),
    ],
  ])('with many changes %s prints few lines, and counts all', (_what, changes) => {
    const text = renderHistoryRun(ofRun(changes), OPTIONS);
    expect(text.split('\n').length).toBeLessThan(1_500);
    expect(text).toContain('(6,000)');
  });

  it('says how many it leaves out, also of merges and doubts', () => {
    const merges = Array.from({ length: 30 }, (_, n) => ({ lead: `l${n}`, into: 'u', at: RUN.started_at }));
    const doubts = Array.from({ length: 30 }, (_, n) => ({
      address: `contact/a/${n}`,
      sent_at: RUN.started_at,
    }));
    const short = renderHistoryRun(ofRun([], { merges, doubts }), OPTIONS);
    expect(short).toContain('and 10 more; --full shows all');
    expect(short).toContain('and 25 more; --full shows all');
    const changes = many(6_000).map((one, n) => ({
      ...one,
      outcome: 'stale' as const,
      reason: `because ${String.fromCharCode(0x4e00 + n)}`,
    }));
    const [, left = ''] =
      /([\d,]+) more are not shown here/.exec(renderHistoryRun(ofRun(changes), OPTIONS)) ?? [];
    const shown = renderHistoryRun(ofRun(changes), OPTIONS).match(/^ {2}~ contact/gm)?.length ?? 0;
    expect(Number(left.replace(',', '')) + shown).toBe(6_000);
  });

  it('says how a request in doubt ended', () => {
    const at = '2026-11-28T16:44:03.000Z';
    const words = (['done', 'absent', 'unsought'] as const).map((state) => {
      const settled = { at, state, by: 'reading' as const };
      const request = { at, method: 'POST' as const, path: '/contacts', state: 'unknown' as const, settled };
      return renderHistoryRun(ofRun([contact(1, { outcome: 'unknown', requests: [request] })]), OPTIONS);
    });
    expect(words).toEqual([
      expect.stringContaining('a later run found on 2026-11-28 16:44:03 UTC: created\n'),
      expect.stringContaining('a later run found on 2026-11-28 16:44:03 UTC: not created\n'),
      expect.stringContaining(
        'on 2026-11-28 16:44:03 UTC no manifest declared it any more: nobody looked for it\n',
      ),
    ]);
  });

  it('shows each change with --full', () => {
    const text = renderHistoryRun(ofRun(many(2_000)), { ...OPTIONS, full: true });
    expect(text.match(/^ {2}~ contact\/beta\//gm)).toHaveLength(2_000);
    expect(text).not.toContain('--full');
  });
});

it('what was resolved is confirmed, with what is left', () => {
  const document = ofRun([], {
    resolved: [
      { address: 'contact/beta/ada', state: 'done', id: 'f'.repeat(24) },
      { address: 'contact/beta/eve', state: 'absent' },
    ],
    doubts: [{ address: 'contact/beta/grace', sent_at: RUN.started_at }],
  });
  expect(renderResolved(document, OPTIONS)).toMatchInlineSnapshot(`
    "Recorded: contact/beta/ada is ffffffffffffffffffffffff. The next plan reads it by id.
    Recorded: contact/beta/eve was not created. The next apply creates it.

    In doubt (1)
      Run interform apply: it finds out by itself, as soon as search must show them. Or look in
      Intercom, and say the ID of the contact, or absent where it is not there:
          interform history 20261128T164400Z-7f3a9c --resolve 'contact/beta/grace=ID'"
  `);
});

it('a masked history holds nobody, and equal values stay equal', () => {
  const personal = {
    ...ofRun(
      [
        contact(1, {
          also: ['contact/vip/ada-1%40acme.test'],
          reason: 'name is "Ada Lovelace 1", the plan saw "Ada 1"',
          fields: {
            name: { before: 'Ada 1', after: 'Ada Lovelace 1' },
            email: { after: 'ada-1@acme.test' },
            phone: { before: null, after: '+353871234567' },
            'custom_attributes.pronouns': { after: 'she Ada' },
            'custom_attributes.note': { after: 'write to ada-1@acme.test' },
            tags: { add: ['ada-1@acme.test'], remove: [] },
          },
          before: { name: 'Ada 1', 'custom_attributes.pronouns': 'she Ada' },
          requests: [{ at: RUN.started_at, method: 'PUT', path: '/contacts/ada-1@acme.test', state: 'done' }],
        }),
      ],
      {
        doubts: [{ address: 'contact/beta/ada-1%40acme.test', sent_at: RUN.started_at }],
        resolved: [{ address: 'contact/beta/ada-1%40acme.test', state: 'absent' }],
        diagnostics: [{ code: 'not-in-doubt', severity: 'error', summary: 'nothing at ada-1@acme.test' }],
      },
    ),
    store: { kind: 'folder', where: '/srv/.interform' } as const,
    runs: [{ ...RUN, by: { name: 'ada-1@acme.test' }, git: { commit: 'c', branch: 'for-ada-1@acme.test' } }],
  };
  const mask = createMask({ key: 'of-ada', sensitive: ['attribute/contact/pronouns'] });
  const masked = maskHistory(personal, mask);
  expect(JSON.stringify(masked)).not.toMatch(/ada|lovelace|353871/i);
  expect(masked.doubts?.[0]?.address).toBe(masked.changes?.[0]?.address);
  const [change] = masked.changes ?? [];
  expect(change?.fields?.['name']).toMatchObject({ before: change?.before?.['name'] });
});
