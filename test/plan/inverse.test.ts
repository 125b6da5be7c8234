import { describe, expect, it } from 'vitest';
import { type InverseOptions, inverseOf, type Made } from '../../src/plan/inverse.ts';
import type { Change, FieldChanges } from '../../src/types/change.ts';
import type { Json } from '../../src/types/json.ts';
import type { Current } from '../../src/types/kind.ts';
import { sampleChange } from '../render/sample-plan.ts';

const ID = '6657add46abd0167d9419c50';
const OPTIONS: InverseOptions = {
  undoing: {
    of: {
      create: 'archive',
      update: 'update',
      convert: { never: 'a conversion stays' },
      merge: { never: 'a merge stays' },
      archive: 'unarchive',
      unarchive: 'archive',
    },
    keeps: (path, before) => (path === 'external_id' && before === null ? 'it stays' : undefined),
  },
  same: (_field, a, b) => a === b,
};

function made(
  change: Partial<Change> & Pick<Change, 'action'>,
  current: Current,
  more: Partial<Made> = {},
): Made {
  return {
    change: sampleChange({ address: 'contact/beta/ada', id: ID, ...change }),
    id: ID,
    current,
    ...more,
  };
}

function live(fields: Readonly<Record<string, Json>>): Current {
  return {
    state: 'live',
    id: ID,
    role: 'user',
    fields: new Map(Object.entries({ archived: false, ...fields })),
  };
}

const absent: Current = { state: 'absent' };
const toPro: FieldChanges = { 'custom_attributes.plan': { before: 'free', after: 'pro' } };
const tagged: FieldChanges = { tags: { add: ['VIP'], remove: ['old'] } };
const away = { archived: { before: false, after: true } };
const back = { archived: { before: true, after: false } };

describe('what takes a change back', () => {
  it.each<[string, Made, string, FieldChanges]>([
    [
      'a value that still stands goes back',
      made({ action: 'update', fields: toPro }, live({ 'custom_attributes.plan': 'pro' })),
      'update',
      { 'custom_attributes.plan': { before: 'pro', after: 'free' } },
    ],
    [
      'a value that was empty is cleared',
      made({ action: 'update', fields: { name: { before: null, after: 'Ada' } } }, live({ name: 'Ada' })),
      'update',
      { name: { before: 'Ada', after: null } },
    ],
    [
      'a value that was cleared is written again',
      made({ action: 'update', fields: { name: { before: 'Ada', after: null } } }, live({})),
      'update',
      { name: { before: null, after: 'Ada' } },
    ],
    [
      'tags turn round, whatever their case',
      made({ action: 'update', fields: tagged }, live({ tags: ['vip'] })),
      'update',
      { tags: { add: ['old'], remove: ['VIP'] } },
    ],
    [
      'a tag that somebody put on again stays, whatever its case',
      made(
        { action: 'update', fields: { tags: { add: [], remove: ['Old', 'Beta'] } } },
        live({ tags: ['old'] }),
      ),
      'update',
      { tags: { add: ['Beta'], remove: [] } },
    ],
    [
      'tags that were not read turn round whole',
      made({ action: 'update', fields: tagged }, live({})),
      'update',
      { tags: { add: ['old'], remove: ['VIP'] } },
    ],
    [
      'who was created is archived',
      made({ action: 'create', fields: { name: { after: 'Ada' } } }, live({ name: 'Ada' })),
      'archive',
      away,
    ],
    ['who was archived comes back', made({ action: 'archive', fields: away }, absent), 'unarchive', back],
    [
      'and with values, since nobody can read them',
      made({ action: 'archive', fields: { ...toPro, ...tagged, ...away } }, absent),
      'unarchive',
      {
        'custom_attributes.plan': { before: 'pro', after: 'free' },
        tags: { add: ['old'], remove: ['VIP'] },
        ...back,
      },
    ],
    [
      'who somebody else brought back gets the values',
      made({ action: 'archive', fields: { ...toPro, ...away } }, live({ 'custom_attributes.plan': 'pro' })),
      'update',
      { 'custom_attributes.plan': { before: 'pro', after: 'free' } },
    ],
    [
      'what was brought back is archived',
      made({ action: 'unarchive', fields: back }, live({ archived: false })),
      'archive',
      away,
    ],
    [
      'who a create brought back gets the values of then, without the tags of then, and is archived',
      made(
        {
          action: 'create',
          fields: { name: { after: 'Ada' }, tags: { add: ['vip', 'beta'], remove: [] } },
          context: { clear_unarchived: ['phone'] },
        },
        live({ name: 'Ada', tags: ['vip', 'beta'] }),
        { unarchived: { name: 'Countess', phone: '+353871234567', tags: ['Vip'] } },
      ),
      'archive',
      {
        name: { before: 'Ada', after: 'Countess' },
        phone: { before: null, after: '+353871234567' },
        tags: { add: [], remove: ['beta'] },
        ...away,
      },
    ],
  ])('%s', (_name, one, action, fields) => {
    const { change, impossible, leftAlone } = inverseOf(one, OPTIONS);
    expect({ impossible, leftAlone }).toEqual({ impossible: [], leftAlone: [] });
    expect(change).toMatchObject({
      address: 'contact/beta/ada',
      id: ID,
      action,
      irreversible: false,
      source: null,
    });
    expect(change?.fields).toEqual(fields);
  });

  it.each<[string, Made]>([
    [
      'a value that is back already',
      made({ action: 'update', fields: toPro }, live({ 'custom_attributes.plan': 'free' })),
    ],
    ['tags that are as they were', made({ action: 'update', fields: tagged }, live({ tags: ['Old'] }))],
    ['who was created and is archived', made({ action: 'create', fields: {} }, live({ archived: true }))],
    ['who was created and cannot be read', made({ action: 'create', fields: {} }, absent)],
    ['who was archived and is back', made({ action: 'archive', fields: away }, live({}))],
    [
      'what was brought back and is archived again',
      made({ action: 'unarchive', fields: back }, live({ archived: true })),
    ],
  ])('needs nothing for %s', (_name, one) => {
    expect(inverseOf(one, OPTIONS)).toEqual({ impossible: [], leftAlone: [] });
  });

  it.each<[string, Made, string]>([
    [
      'what was archived and is gone from a list that shows the archived too',
      made({ action: 'archive', fields: away }, { state: 'absent', gone: true }),
      'it is no longer there',
    ],
    [
      'a value that somebody changed',
      made({ action: 'update', fields: toPro }, live({ 'custom_attributes.plan': 'enterprise' })),
      'custom_attributes.plan changed since',
    ],
    [
      'somebody created who was worked on',
      made({ action: 'create', fields: { name: { after: 'Ada' } } }, live({ name: 'Countess' })),
      'name changed since it was created',
    ],
    [
      'somebody created whose name was taken away',
      made({ action: 'create', fields: { name: { after: 'Ada' } } }, live({})),
      'name changed since it was created',
    ],
    [
      'somebody created whose value of on_create changed',
      made(
        { action: 'create', fields: { name: { after: 'Imported' } }, context: { on_create: ['name'] } },
        live({ name: 'Ada' }),
      ),
      'name changed since it was created',
    ],
    ['who is gone', made({ action: 'update', fields: toPro }, absent), 'it is no longer there'],
    [
      'who was merged',
      made({ action: 'update', fields: toPro }, { state: 'merged', into: null }),
      'it was merged into another contact since',
    ],
  ])('leaves %s alone', (_name, one, reason) => {
    expect(inverseOf(one, OPTIONS)).toEqual({ impossible: [], leftAlone: [reason] });
  });

  it.each<[Change['action'], string]>([
    ['convert', 'a conversion stays'],
    ['merge', 'a merge stays'],
  ])('says of a %s that it stays', (action, reason) => {
    const one = made({ action }, live({}));
    expect(inverseOf(one, OPTIONS)).toEqual({ impossible: [reason], leftAlone: [] });
  });

  it('says of a kind without a rule that nothing takes it back', () => {
    const { impossible } = inverseOf(made({ action: 'update', fields: toPro }, live({})), {
      ...OPTIONS,
      undoing: undefined,
    });
    expect(impossible).toEqual(['there is no way to take it back']);
  });

  it('puts the rest back where one field stays and another was changed by somebody', () => {
    const fields: FieldChanges = {
      ...toPro,
      external_id: { before: null, after: 'ada' },
      name: { before: 'Countess', after: 'Ada' },
    };
    const now = live({ 'custom_attributes.plan': 'pro', external_id: 'ada', name: 'Lovelace' });
    const inverse = inverseOf(made({ action: 'update', fields }, now), OPTIONS);
    expect(inverse.change?.fields).toEqual({ 'custom_attributes.plan': { before: 'pro', after: 'free' } });
    expect(inverse.impossible).toEqual(['external_id: it stays']);
    expect(inverse.leftAlone).toEqual(['name changed since']);
  });

  it('does not archive again whom a create brought back and somebody worked on', () => {
    const { change, leftAlone } = inverseOf(
      made({ action: 'create', fields: { name: { after: 'Ada' } } }, live({ name: 'Lovelace' }), {
        unarchived: { name: 'Countess' },
      }),
      OPTIONS,
    );
    expect(change).toBeUndefined();
    expect(leftAlone).toEqual(['name changed since']);
  });

  it('keeps what steps need: the role, and which tags mark members', () => {
    const { change } = inverseOf(
      made(
        { action: 'update', fields: tagged, context: { owner_tags: ['VIP'], set: 'beta' } },
        live({ tags: ['VIP'] }),
      ),
      OPTIONS,
    );
    expect(change?.context).toEqual({ role: 'user', owner_tags: ['VIP'] });
  });

  it.each<[Change['action'], Partial<Made>, string]>([
    ['update', {}, 'the run changed it'],
    ['create', {}, 'the run created it'],
    ['create', { unarchived: { name: 'Countess' } }, 'the run brought it back from the archive'],
  ])('tells of %s %o: %s', (action, more, reason) => {
    const fields: FieldChanges = { name: { ...(action === 'update' ? { before: null } : {}), after: 'Ada' } };
    expect(inverseOf(made({ action, fields }, live({ name: 'Ada' }), more), OPTIONS).change?.reason).toBe(
      reason,
    );
  });
});
