import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDigest } from '../../src/plan/digest.ts';
import { planExit } from '../../src/plan/exit.ts';
import { canonicalJson } from '../../src/plan/file/canonical-json.ts';
import type { Json } from '../../src/types/json.ts';
import { buildPlan, change, contact, examplePlan, planInput, planned } from './example-changes.ts';

describe('a plan', () => {
  it('names the sets that lose memberships in their own order, and only these', () => {
    const tags = { add: [], remove: ['vip'] };
    const of = (set: string, key: string) => contact(key, 'update', { tags }, { context: { set } });
    const joins = contact(
      'eve',
      'update',
      { tags: { add: ['vip'], remove: [] } },
      { context: { set: 'alpha' } },
    );
    const members = new Map([
      ['vips', 3],
      ['beta', 7],
      ['alpha', 2],
    ]);
    const plan = buildPlan(
      planInput({ members, changes: planned(of('vips', 'ada'), of('beta', 'bob'), joins) }),
    );
    expect(Object.entries(plan.members ?? {})).toEqual([
      ['beta', 7],
      ['vips', 3],
    ]);
  });

  it('orders changes by level, kind, declaration and id', () => {
    const plan = buildPlan(
      planInput({
        changes: [
          { state: 'change', order: 9, change: change('merge/1', 'merge') },
          { state: 'change', order: 1, change: contact('grace', 'update', {}) },
          { state: 'change', order: 8, change: contact('pruned-b', 'update', {}, { id: 'b' }) },
          { state: 'change', order: 8, change: contact('pruned-a', 'update', {}, { id: 'a' }) },
          { state: 'change', order: 7, change: contact('ada', 'create', {}) },
          { state: 'change', order: 2, change: change('company/acme', 'create') },
          { state: 'change', order: 5, change: change('tag/vip', 'create') },
          { state: 'change', order: 6, change: change('attribute/contact/plan', 'create') },
          { state: 'change', order: 3, change: change('tag/beta', 'create') },
        ],
      }),
    );
    expect([...plan.changes].map((one) => one.address)).toEqual([
      'attribute/contact/plan',
      'tag/beta',
      'tag/vip',
      'company/acme',
      'contact/beta/ada',
      'merge/1',
      'contact/beta/grace',
      'contact/beta/pruned-a',
      'contact/beta/pruned-b',
    ]);
  });

  it('counts actions, items left alone and changes over a guard', () => {
    const plan = buildPlan(
      planInput({
        changes: [
          ...planned(
            contact('ada', 'create', {}),
            contact('alan', 'convert', {}),
            change('tag/vip', 'create'),
          ),
          { state: 'unchanged', address: 'tag/beta' },
          { state: 'skipped', address: 'contact/beta/grace' },
        ],
      }),
    );
    expect(plan.summary).toEqual({
      create: 2,
      update: 0,
      convert: 1,
      merge: 0,
      archive: 0,
      unarchive: 0,
      unchanged: 1,
      skipped: 1,
      blocked: 1,
    });
  });

  it('says that it is filtered only when it is', () => {
    expect(buildPlan(planInput({ filtered: true })).filtered).toBe(true);
    expect(buildPlan(planInput({ filtered: false }))).not.toHaveProperty('filtered');
  });

  it('is byte for byte the same whatever order things came in', () => {
    const fields = Object.entries({
      email: { after: 'ada@acme.test' },
      name: { after: 'Ada' },
      'custom_attributes.plan': { after: 'pro' },
      tags: { add: ['vip', 'beta'], remove: [] },
    });
    const all = ['ada', 'grace', 'alan', 'joan'];
    const build = (order: readonly string[], fieldOrder: typeof fields): string =>
      JSON.stringify(
        buildPlan(
          planInput({
            changes: order.map((key) => ({
              state: 'change',
              order: all.indexOf(key),
              change: contact(key, 'create', Object.fromEntries(fieldOrder)),
            })),
          }),
        ),
      );
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    fc.assert(
      fc.property(shuffled(all), shuffled(fields), (order, fieldOrder) => {
        expect(build(order, fieldOrder)).toBe(build(all, fields));
      }),
    );
  });
});

describe('the digest', () => {
  it('is the SHA-256 of the canonical JSON that its documentation draws', () => {
    const plan = examplePlan();
    const document = {
      format: plan.format,
      intercom_version: '2.16',
      workspace: { id: 'ecahpwf5' },
      changes: [...plan.changes].map(({ address, action, id, fields }) => ({ address, action, id, fields })),
    };
    const text = canonicalJson(document as unknown as Json);
    expect(plan.digest).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  });

  it('is the same of any fields as of their canonical JSON', () => {
    const value = fc.jsonValue({ maxDepth: 2 }).map((any) => JSON.parse(JSON.stringify(any)) as Json);
    const field = fc.oneof(
      fc.record({ before: value, after: value }),
      fc.record({ after: value }),
      fc.record({ add: fc.array(fc.string()), remove: fc.array(fc.string()) }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), field), (fields) => {
        const plan = { ...examplePlan(), changes: [contact('ada', 'update', fields)] };
        const changes = plan.changes.map(({ address, action, id }) => ({ address, action, id, fields }));
        const { format, intercom_version } = plan;
        const document: Json = { format, intercom_version, workspace: { id: 'ecahpwf5' }, changes };
        expect(planDigest(plan)).toBe(
          `sha256:${createHash('sha256').update(canonicalJson(document)).digest('hex')}`,
        );
      }),
    );
  });

  it('does not depend on what it does not name', () => {
    const plan = examplePlan();
    const changes = [...plan.changes].map((one) => ({
      ...one,
      reason: 'another',
      notes: ['new'],
      requires: ['tag/x'],
      source: null,
      context: { set: 'other' },
    }));
    const workspace = { ...plan.workspace, name: 'Other', region: 'EU' };
    expect(planDigest({ ...plan, workspace, changes })).toBe(plan.digest);
  });

  it('depends on all that it names', () => {
    const plan = examplePlan();
    const [first, ...rest] = plan.changes;
    const variants = [
      { ...plan, workspace: { ...plan.workspace, id: 'other' } },
      { ...plan, intercom_version: '2.17' },
      { ...plan, changes: rest },
      { ...plan, changes: [...rest, first!] },
      { ...plan, changes: [{ ...first!, address: 'attribute/contact/plam' }, ...rest] },
      { ...plan, changes: [{ ...first!, action: 'update' as const }, ...rest] },
      { ...plan, changes: [{ ...first!, id: '1' }, ...rest] },
      { ...plan, changes: [{ ...first!, fields: { type: { after: 'string' } } }, ...rest] },
    ];
    const digests = variants.map(planDigest);
    expect(new Set([plan.digest, ...digests]).size).toBe(variants.length + 1);
  });
});

describe('canonical JSON', () => {
  it('has sorted keys and no spaces', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é\n' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"é\\n","d":null}]}',
    );
    expect(canonicalJson({ 10: 1, 9: 2, _: 3 })).toBe('{"10":1,"9":2,"_":3}');
  });

  it('does not depend on the order of keys and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(JSON.parse(canonicalJson(json))).toEqual(json);
        expect(canonicalJson(reversed(json))).toBe(canonicalJson(json));
      }),
    );
  });
});

describe('the exit code of plan', () => {
  const error = { code: 'x', severity: 'error' as const, summary: 'x' };
  const over = { verb: 'merge' as const, count: 1, limit: 0, over: true };
  const [vip] = [change('tag/vip', 'create')];

  it.each([
    ['nothing', [], [], [], true, 0],
    ['changes without the flag', [], [], [vip], false, 0],
    ['changes with the flag', [], [], [vip], true, 2],
    ['a guard before changes', [], [over], [vip], true, 5],
    ['an error before a guard', [error], [over], [vip], true, 1],
    ['a warning', [{ ...error, severity: 'warning' as const }], [], [], true, 0],
  ])('for %s', (_, diagnostics, guards, changes, detailedExitcode, exit) => {
    expect(planExit({ diagnostics, guards, changes }, { detailedExitcode })).toBe(exit);
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
