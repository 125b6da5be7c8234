import type { Kind } from '../../types/kind.ts';
import { droppedOptions } from '../written/dropped-options.ts';
import { TICKET_TYPES } from './calls.ts';
import { checkTicketTypes } from './check.ts';
import { currentTicketTypes, idsOfTicketTypes } from './current.ts';
import { declareTicketTypes, type TicketTypeDeclaration } from './declaration.ts';
import { diffTicketTypes } from './diff.ts';
import { ticketTypeGenerating } from './generating.ts';
import { type LiveTicketType, liveTicketType, sameTicketValue } from './live.ts';
import { ticketTypesMadeTwice } from './made-twice.ts';
import { ticketTypeProbe } from './probe.ts';
import { ticketTypePulling } from './pulling.ts';
import { settleTicketType } from './settle.ts';
import { ticketTypeSnapshot } from './snapshot.ts';
import { ticketTypeSteps, verifyTicketType } from './steps.ts';
import { ticketTypeUndoing } from './undoing.ts';

/** Ticket types and their attributes (intercom 17.2). Their identity is the name; that of an attribute within its type. */
export const ticketTypeKind: Kind<TicketTypeDeclaration, readonly LiveTicketType[]> = {
  name: 'ticket_type',
  manifest: 'TicketTypes',
  schema: 'ticket-types.schema.json',
  page: 'reference/kinds/ticket-types.md',
  words: { one: 'ticket type', many: 'ticket types' },
  revisable: true,
  guards: { drop_option: droppedOptions },
  personal: { fields: () => [], manifest: 'nothing' },
  declare: declareTicketTypes,
  check: (declared, _catalog, report) => checkTicketTypes(declared, report),
  // Nothing asks what is declared later: what is undeclared is left alone.
  async noteLater() {},
  // Reads nothing where nothing is declared: a token that may not read them makes every other plan as before.
  observe: async (declared, _catalog, reader) =>
    declared.length === 0 ? [] : (await reader.list(TICKET_TYPES)).map(liveTicketType),
  diff: diffTicketTypes,
  steps: ticketTypeSteps,
  reread: () => ({ how: 'together' }),
  current: currentTicketTypes,
  idsOf: idsOfTicketTypes,
  same: sameTicketValue,
  verify: verifyTicketType,
  settle: settleTicketType,
  madeTwice: ticketTypesMadeTwice,
  undoing: ticketTypeUndoing,
  pulling: ticketTypePulling,
  auditing: null,
  generating: ticketTypeGenerating,
  snapshot: ticketTypeSnapshot,
  probes: [ticketTypeProbe],
};
