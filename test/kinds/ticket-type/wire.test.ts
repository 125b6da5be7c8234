import { describe, expect, it } from 'vitest';
import { optionsOf, ticketAttributeOf } from '../../../src/kinds/ticket-type/calls.ts';
import { diffAttribute } from '../../../src/kinds/ticket-type/diff-attribute.ts';
import { liveTicketType } from '../../../src/kinds/ticket-type/live.ts';
import { verifyTicketType } from '../../../src/kinds/ticket-type/steps.ts';
import type { Diagnostic } from '../../../src/types/diagnostic.ts';
import type { Json } from '../../../src/types/json.ts';
import type { Step } from '../../../src/types/step.ts';

const row = { id: '171', name: 'Severity', data_type: 'list', description: 'How bad' };
const place = { file: 'tickets.yaml' };

describe('the options of an attribute', () => {
  it.each<[string, Json, readonly string[] | undefined]>([
    [
      'list_options',
      { list_options: [{ id: 'a', label: 'Low', archived: false }, { label: 'High' }] },
      ['Low', 'High'],
    ],
    ['archived ones', { list_options: [{ label: 'Low', archived: true }, { label: 'High' }] }, ['High']],
    ['a text', { list_items: 'Low, High' }, ['Low', 'High']],
    ['a text of none', { list_items: '' }, []],
    ['a text with an empty place', { list_items: 'Low,, High,' }, ['Low', 'High']],
    ['plain labels', { items: ['Low', 'High'] }, ['Low', 'High']],
    ['nothing', null, undefined],
    ['something else', { multiline: false }, undefined],
  ])('are read from %s', (_, input_options, expected) => {
    expect(optionsOf(ticketAttributeOf({ ...row, input_options }))).toEqual(expected);
  });

  it('are left alone, with a warning, where the answer does not show them', () => {
    const found: Diagnostic[] = [];
    const live = liveTicketType({
      ...{ id: '70', name: 'Bug report' },
      ticket_type_attributes: { data: [ticketAttributeOf(row)] },
    });
    const cells = { type: 'list', options: ['Low'], description: 'How bad', required_to_create: true };
    const planned = diffAttribute(
      {
        ...{ kind: 'ticket_type', of: 'attribute', type: 'Bug report', name: 'Severity' },
        ...{ address: 'ticket_type/Bug%20report/Severity', place, order: 0, version: null },
        cells: new Map(Object.entries(cells).map(([path, value]) => [path, { value, place }])),
      },
      { state: 'live', requires: [], attributes: live.attributes },
      (finding) => found.push(finding),
    );
    expect(planned).toBeUndefined();
    expect(found.map(({ summary }) => summary)).toEqual([
      'Intercom does not show options of Severity',
      'Intercom does not show required_to_create of Severity',
    ]);
    expect(found).toMatchObject(found.map(() => ({ code: 'field-not-shown', severity: 'warning' })));
  });

  it('are no proof of a failure where the answer to a write does not show them', () => {
    const step: Step = {
      level: 'catalog',
      change: 'ticket_type/Bug%20report/Severity',
      creates: false,
      request: { method: 'PUT', path: '/ticket_types/70/attributes/171' },
      expect: { options: ['Low'], description: 'How bad' },
    };
    expect(verifyTicketType(step, row)).toEqual([]);
    const shown = { ...row, description: '', input_options: { list_options: [{ label: 'High' }] } };
    expect(verifyTicketType(step, shown)).toEqual([
      { field: 'options', sent: ['Low'], kept: ['High'] },
      { field: 'description', sent: 'How bad', kept: null },
    ]);
  });
});
