import { describe, expect, it } from 'vitest';
import { sameAttributeValue } from '../../src/kinds/attribute/steps.ts';
import { sameConversationAttributeValue } from '../../src/kinds/conversation-attribute/fields.ts';
import { sameTicketValue } from '../../src/kinds/ticket-type/live.ts';

const KINDS = { sameAttributeValue, sameConversationAttributeValue, sameTicketValue };

describe.each(Object.entries(KINDS))('%s', (_name, same) => {
  it.each([
    [['A', 'B'], ['B', 'A'], true],
    [[], [], true],
    [['A'], ['A', 'B'], false],
    // Intercom does not say that it lists no option twice.
    [['A', 'A'], ['A', 'B'], false],
    [['A', 'B'], ['A', 'A'], false],
  ])('%j and %j: %s', (a, b, is) => {
    expect(same('options', a, b)).toBe(is);
  });
});
