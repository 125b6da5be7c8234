import type { Probe } from '../../types/kind/probe.ts';
import { countOf } from '../count-of.ts';
import { TICKET_TYPES } from './calls.ts';

export const ticketTypeProbe: Probe = {
  name: 'read ticket types',
  reads: 'list',
  needed: 'where declared',
  try: async (reader) =>
    countOf(
      (await reader.list(TICKET_TYPES)).filter(({ archived }) => archived !== true).length,
      'ticket type',
    ),
};
