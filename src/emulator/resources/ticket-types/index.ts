import type { Resource } from '../../resource.ts';
import { ticketTypeRoutes } from './routes.ts';
import { type TicketTypesSeed, ticketTypesSeed } from './seed.ts';
import { showTicketType } from './show.ts';
import { ticketTypesOf } from './store.ts';

/** Ticket types, each with its attributes. */
export const ticketTypes: Resource<TicketTypesSeed> = {
  name: 'ticket_types',
  routes: ticketTypeRoutes,
  seed: ticketTypesSeed,
  records: (workspace) =>
    ticketTypesOf(workspace)
      .all()
      .map((type) => showTicketType(type, workspace)),
};
