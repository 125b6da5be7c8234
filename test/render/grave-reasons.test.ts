import { expect, it } from 'vitest';
import { graveReason, isGrave } from '../../src/render/view/grave.ts';
import { sampleChange } from './sample-plan.ts';

it('a change is grave for the options that its kind says it drops, wherever these stand', () => {
  const change = sampleChange({
    address: 'conversation_attribute/Cause',
    action: 'update',
    reason: 'differs from live',
    fields: {
      'options.Bug': { before: 'Bug', after: null },
      'options.Other': { before: 'Rest', after: 'Other' },
    },
  });
  expect(isGrave(change)).toBe(true);
  expect(graveReason(change)).toBe('differs from live; drops 1 of the options');
});

it('a field that another kind calls options is no list of options', () => {
  const change = sampleChange({
    address: 'tag/vip',
    action: 'update',
    fields: { options: { before: ['a', 'b'], after: ['a'] } },
  });
  expect(isGrave(change)).toBe(false);
});

it('a change is grave that subscribes somebody again', () => {
  const change = sampleChange({
    address: 'contact/beta/ada',
    action: 'update',
    reason: 'differs from live',
    fields: {
      unsubscribed_from_emails: { before: true, after: false },
      tags: { add: [], remove: ['vip', 'beta'] },
    },
  });
  expect(graveReason(change)).toBe(
    'differs from live; takes off 2 of the tags; subscribes the person to emails again',
  );
});
