import { expect, it } from 'vitest';
import { bulkRefused, bulkSetting } from '../../src/app/bulk-mode.ts';
import { workspaceFacts } from '../../src/types/facts.ts';

const DAY_MS = 86_400_000;
const now = Date.UTC(2026, 10, 30);
const given = {
  flag: undefined,
  project: { bulk: undefined },
  memory: undefined,
  facts: workspaceFacts([]),
  now,
};
const found = (name: 'bulk_create' | 'bulk_most', value: string | number) => ({
  facts: workspaceFacts([{ name, found: value as never }]),
});

it.each<[string, Partial<Parameters<typeof bulkSetting>[0]>, ReturnType<typeof bulkSetting>]>([
  ['nothing is known', {}, { create: 'auto', update: 'off' }],
  ['the project says so', { project: { bulk: 'off' } }, { create: 'off', update: 'off' }],
  ['it was refused lately', { memory: { refused_at: now - DAY_MS } }, { create: 'off', update: 'off' }],
  [
    'it was refused long ago',
    { memory: { refused_at: now - 31 * DAY_MS } },
    { create: 'auto', update: 'off' },
  ],
  ['the flag tries again', { memory: { refused_at: now }, flag: 'auto' }, { create: 'auto', update: 'off' }],
  ['a probe found it refused', found('bulk_create', 'refused'), { create: 'off', update: 'off' }],
  [
    'a probe found a size',
    { ...found('bulk_most', 30), memory: { most: 40 } },
    { create: 'auto', update: 'off', most: 30 },
  ],
  ['a probe found a size that saves nothing', found('bulk_most', 2), { create: 'off', update: 'off' }],
  ['the flag tries that again', { memory: { most: 2 }, flag: 'auto' }, { create: 'auto', update: 'off' }],
])('users are created many at a time as far as %s', (_why, more, setting) => {
  expect(bulkSetting({ ...given, ...more })).toEqual(setting);
});

it('a refusal is told in the words of Intercom, which name the request', () => {
  expect(bulkRefused('create', 'POST /contacts/bulk: 403 forbidden').detail).toBe(
    'POST /contacts/bulk: 403 forbidden',
  );
});
