import { describe, expect, it } from 'vitest';
import { contactSteps } from '../../src/kinds/contact/writing/steps.ts';
import { kinds } from '../../src/kinds/index.ts';
import { ACTIONS, type Action } from '../../src/types/change.ts';
import type { Json } from '../../src/types/json.ts';
import { sampleChange } from '../render/sample-plan.ts';

const seen = {
  change: sampleChange({ address: 'attribute/contact/plan', action: 'update' }),
  current: { fields: new Map<string, Json>() },
} as const;

const undoingOf = (kind: string) => kinds.find(({ name }) => name === kind)?.undoing;

describe('how changes of a kind are taken back', () => {
  it('is said for every kind and action but deleting, which is final whatever was deleted', () => {
    const others = ACTIONS.filter((action) => action !== 'delete');
    for (const { name, undoing } of kinds) expect(Object.keys(undoing?.of ?? {}), name).toEqual(others);
  });

  it.each<[string, Exclude<Action, 'delete'>, Action | undefined]>([
    ['contact', 'create', 'archive'],
    ['contact', 'update', 'update'],
    ['contact', 'archive', 'unarchive'],
    ['contact', 'unarchive', 'archive'],
    ['contact', 'convert', undefined],
    ['attribute', 'create', 'archive'],
    ['attribute', 'update', 'update'],
    ['attribute', 'archive', 'unarchive'],
    ['attribute', 'unarchive', 'archive'],
    ['company', 'create', undefined],
    ['company', 'update', 'update'],
    ['tag', 'create', undefined],
    ['merge', 'merge', undefined],
  ])('%s %s: %s', (kind, action, back) => {
    const rule = undoingOf(kind)?.of[action];
    if (back === undefined) expect(rule).toEqual({ never: expect.stringMatching(/stays/) });
    else expect(rule).toBe(back);
  });

  it.each<[string, string, Json, boolean]>([
    ['contact', 'external_id', null, true],
    ['contact', 'external_id', 'ada', false],
    ['contact', 'role', 'lead', true],
    ['contact', 'name', null, false],
    ['attribute', 'type', 'string', true],
    ['attribute', 'options', null, true],
    ['attribute', 'options', ['free', 'pro'], false],
    ['attribute', 'description', null, false],
    ['conversation_attribute', 'reference', null, true],
    ['conversation_attribute', 'reference', { type: 'one', object_type_id: 'Order' }, false],
    ['company', 'name', null, true],
    ['company', 'name', 'Acme', false],
    ['company', 'custom_attributes.arr', null, false],
  ])('%s %s that was %o stays: %s', (kind, path, before, stays) => {
    expect(undoingOf(kind)?.keeps?.(path, before, null, seen) !== undefined).toBe(stays);
  });
});

describe('the order of the requests', () => {
  const fields = {
    name: { before: 'Ada', after: 'Countess' },
    tags: { add: ['vip'], remove: ['old'] },
  };
  const sent = (action: Action, archived: { before: boolean; after: boolean }) =>
    contactSteps(
      sampleChange({
        address: 'contact/beta/ada',
        action,
        fields: { ...fields, archived },
        context: { role: 'user' },
      }),
    ).map(({ level, request: { method, path } }) => `${level} ${method} ${path}`);

  it('is values and memberships first where somebody is archived, since nobody can write to the archive', () => {
    expect(sent('archive', { before: false, after: true })).toEqual([
      'updates PUT /contacts/66b1',
      'memberships POST /tags',
      'memberships DELETE /contacts/66b1/tags/{tag/old}',
      'archives POST /contacts/66b1/archive',
    ]);
  });

  it('is the archive first where somebody comes back', () => {
    expect(sent('unarchive', { before: true, after: false })).toEqual([
      'people POST /contacts/66b1/unarchive',
      'updates PUT /contacts/66b1',
      'memberships POST /tags',
      'memberships DELETE /contacts/66b1/tags/{tag/old}',
    ]);
  });
});
