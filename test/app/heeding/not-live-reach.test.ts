import { expect, it } from 'vitest';
import { UNPROBED } from '../../../src/app/heeding/kept-facts.ts';
import { notLiveReach } from '../../../src/app/heeding/not-live-reach.ts';
import type { WorkspaceFacts } from '../../../src/types/facts.ts';

const refused: WorkspaceFacts = { ...UNPROBED, found: { ...UNPROBED.found, deleted_list: 'refused' } };

it.each([
  ['some', {}, UNPROBED],
  ['all', { nonLive: true }, UNPROBED],
  ['none', {}, refused],
  ['all', { nonLive: true }, refused],
  ['none', { nonLive: true, snapshot: {} }, UNPROBED],
] as const)('of who is not live, %s are read: %j', (reach, options, facts) => {
  expect(notLiveReach(options, facts)).toBe(reach);
});
