import { addressSegments } from '../../types/address.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import type { Unstuck } from '../../types/result.ts';
import type { Step } from '../../types/step.ts';
import { sameSet } from '../values/same-set.ts';
import { type LiveAttribute, liveAttribute, sameType } from './live.ts';
import type { WireAttribute } from './wire.ts';

/** One request: POST to create, PUT for anything else. */
export function attributeSteps(change: Change): readonly Step[] {
  const [, model = 'contact', name = ''] = addressSegments(change.address);
  const expect: Record<string, Json> = {};
  for (const [path, field] of Object.entries(change.fields))
    if (!isMembership(field)) expect[path] = field.after;
  const { type, options, ...rest } = expect;
  const body: JsonObject = {
    ...rest,
    // The description is a string in the schema, so "" clears it.
    ...(rest['description'] === null ? { description: '' } : {}),
    // Options go in as objects and come back as strings (intercom 3.2).
    ...(Array.isArray(options) ? { options: options.map((value: Json) => ({ value })) } : {}),
  };
  if (change.action === 'create') {
    return [
      {
        level: 'attributes',
        change: change.address,
        creates: true,
        request: {
          method: 'POST',
          path: '/data_attributes',
          body: { name, model, data_type: type ?? 'string', ...body },
        },
        expect,
      },
    ];
  }
  return [
    {
      level: comesLast(change) ? 'archives' : 'attributes',
      change: change.address,
      creates: false,
      request: { method: 'PUT', path: `/data_attributes/${change.id ?? ''}`, body },
      expect,
    },
  ];
}

/** What takes something away comes after the changes that it requires: an undo moves holders back before their option goes. */
function comesLast({ action, requires, fields: { options } }: Change): boolean {
  if (action === 'archive') return true;
  if (requires.length === 0 || options === undefined || isMembership(options)) return false;
  const { before, after } = options;
  return Array.isArray(before) && Array.isArray(after) && after.every((one: Json) => before.includes(one));
}

/** Field path → live value, in the plan's terms. */
export function attributeFields(attribute: LiveAttribute): Map<string, Json> {
  return new Map<string, Json>([
    ['type', attribute.type],
    ['options', attribute.options ?? null],
    ['description', attribute.description || null],
    ['messenger_writable', attribute.messenger_writable],
    ['archived', attribute.archived],
  ]);
}

/** Law 11: compares the answer with what was sent. */
export function verifyAttribute(step: Step, body: Json): readonly Unstuck[] {
  const shown = attributeFields(liveAttribute(body as unknown as WireAttribute)); // The client checked that it is an object.
  const unstuck: Unstuck[] = [];
  for (const [field, sent] of Object.entries(step.expect)) {
    const kept = shown.get(field) ?? null;
    if (!sameAttributeValue(field, sent, kept)) unstuck.push({ field, sent, kept });
  }
  return unstuck;
}

/** Options are compared as sets, and types in the form in which they are read back. */
export function sameAttributeValue(field: string, a: Json, b: Json): boolean {
  if (field === 'type') return sameType(a as LiveAttribute['type'], b as LiveAttribute['type']);
  if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
  return a === b;
}
