import { type Change, isMembership } from '../../types/change.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { namesIn, typeAddress } from './declaration.ts';
import { answered, type LiveItem, sameTicketValue } from './live.ts';

const PATH = '/ticket_types';

/** Attributes need the ids of their types. */
const TYPES_LEVEL = 'attributes';
const LEVEL_AFTER_TYPES = 'catalog';

/**
 * One request: POST to create, PUT for all else. An attribute that came with a type of this plan is referred to by its own address.
 */
export function ticketTypeSteps(change: Change): readonly Step[] {
  const { type, attribute } = namesIn(change.address);
  const expect: Record<string, Json> = {};
  for (const [path, field] of Object.entries(change.fields))
    if (!isMembership(field)) expect[path] = field.after;
  const base = attribute === undefined ? PATH : `${PATH}/{${typeAddress(type)}}/attributes`;
  const creates = change.action === 'create';
  const request = creates
    ? ({ method: 'POST', path: base, body: newBody(attribute, expect) } as const)
    : ({
        method: 'PUT',
        path: `${base}/${change.id ?? `{${change.address}}`}`,
        body: bodyOf(expect),
      } as const);
  const level = attribute === undefined ? TYPES_LEVEL : LEVEL_AFTER_TYPES;
  return [
    {
      level: change.action === 'archive' ? 'archives' : level,
      change: change.address,
      creates,
      request,
      expect,
    },
  ];
}

function newBody(attribute: string | undefined, expect: Readonly<Record<string, Json>>): JsonObject {
  if (attribute === undefined) return bodyOf(expect);
  const { type = 'string', description = null, ...rest } = expect;
  // The description is required, if only as an empty text (intercom 17.2).
  return { name: attribute, data_type: type, ...bodyOf({ description, ...rest }) };
}

/** As Intercom calls it: options as one text, and "" for no description. */
function bodyOf({ internal, options, description, ...rest }: Readonly<Record<string, Json>>): JsonObject {
  return {
    ...rest,
    ...(description === undefined ? {} : { description: description ?? '' }),
    ...(internal === undefined ? {} : { is_internal: internal }),
    ...(Array.isArray(options) ? { list_items: options.join(',') } : {}),
  };
}

/** Law 11: what the answer, which shows the whole item, keeps of what was sent. */
export function verifyTicketType(step: Step, body: Json): readonly Unstuck[] {
  return ticketFieldsNotKept(step, answered(namesIn(step.change).attribute, body));
}

/** What of a step an item does not hold; of what no answer shows nothing is known. */
export function ticketFieldsNotKept({ expect }: Step, { fields }: LiveItem): readonly Unstuck[] {
  return Object.entries(expect).flatMap(([field, sent]) => {
    const kept = fields.get(field);
    return kept === undefined || sameTicketValue(field, sent, kept) ? [] : [{ field, sent, kept }];
  });
}
