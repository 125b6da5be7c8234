import { expect, it } from 'vitest';
import { settleTicketType } from '../../../src/kinds/ticket-type/settle.ts';
import { ticketTypeSteps } from '../../../src/kinds/ticket-type/steps.ts';
import type { IntercomFailure, IntercomWriter } from '../../../src/types/intercom.ts';
import type { Json } from '../../../src/types/json.ts';
import { change } from '../../plan/example-changes.ts';

const LOST = { outcome: 'unknown' } as IntercomFailure;

/** Intercom counts types and attributes apart, and so a type may have the id and the name of an attribute. */
const ROWS: readonly Json[] = [
  { id: '171', name: 'Severity', description: 'A type', ticket_type_attributes: { data: [] } },
  {
    ...{ id: '70', name: 'Bug report' },
    ticket_type_attributes: {
      data: [{ id: '171', name: 'Severity', data_type: 'string', description: 'How bad' }],
    },
  },
];

it('takes an attribute for itself, not for a type of its name and id', async () => {
  const update = change('ticket_type/Bug%20report/Severity', 'update', {
    id: '171',
    fields: { description: { before: null, after: 'How bad' } },
  });
  const writer = { list: async ({ row }: { row(one: Json): unknown }) => ROWS.map(row) };
  const [step] = ticketTypeSteps(update);
  const settled = await settleTicketType(update, step!, LOST, writer as unknown as IntercomWriter);
  expect(settled).toMatchObject({ state: 'done', body: { data_type: 'string', description: 'How bad' } });
});
