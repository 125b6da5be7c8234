import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { type Between, inSettledWorld, isWrite } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

/** A part of a write that never reached Intercom. */
interface Swallowed {
  readonly method: string;
  readonly path: string;
  readonly field: string;
  readonly sent: Json;
}

describe('law 11, silence is not success', () => {
  it(
    'reports a change as failed, with what was sent and kept, when Intercom ignores one of its fields',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(fc.tuple(worlds, fc.nat(20), fc.nat(20)), ([world, skip, pick]) =>
        inSettledWorld(world, {}, async (opened) => {
          const swallowed: Swallowed[] = [];
          opened.setBetween(swallowing(swallowed, skip, pick));
          const applied = await opened.apply();
          const [lost] = swallowed;
          tally.see({
            lost: lost !== undefined,
            bulk: lost?.field === 'tags',
            created: lost?.method === 'POST',
          });
          if (lost === undefined || applied === undefined) return;
          const found = [...applied.result.results].filter(
            ({ outcome, unstuck = [] }) =>
              outcome === 'failed' &&
              unstuck.some(({ field, sent, kept }) => field === lost.field && sent !== kept),
          );
          expect(applied.result.exit).toBe(3);
          expect(found.length, JSON.stringify([lost, applied.result.results])).toBeGreaterThanOrEqual(1);
        }),
      );
      tally.expectShares({ lost: 0.3, bulk: 0.01, created: 0.1 });
    },
  );
});

/** What Intercom has anyway when it is not sent. */
const DEFAULTS: Readonly<Record<string, Json>> = {
  role: 'user',
  unsubscribed_from_emails: false,
  messenger_writable: false,
  archived: false,
  size: 0,
  monthly_spend: 0,
};
/** Without these the request is another one, or refused. */
const NEEDED: ReadonlySet<string> = new Set([
  'external_id',
  'email',
  'name of a tag',
  'company_id',
  'role',
  'options',
]);

/** Takes one field out of one write before it arrives: the n-th that has any. */
function swallowing(swallowed: Swallowed[], skip: number, pick: number): Between {
  let seen = 0;
  return (request, answer) => {
    if (!isWrite(request) || swallowed.length > 0) return answer(request);
    const { pathname } = new URL(request.url);
    const body: JsonObject = request.body === '' ? {} : JSON.parse(request.body);
    const fields = droppable(request.method, pathname, body);
    const field = fields[pick % Math.max(1, fields.length)];
    if (field === undefined) return answer(request);
    seen += 1;
    // Bulk requests come last and are few, so none of them is passed over.
    if (field !== 'tags' && seen <= skip % 8) return answer(request);
    const without = remove(body, field);
    swallowed.push({ method: request.method, path: pathname, field, sent: body[field] ?? null });
    return answer({ ...request, body: JSON.stringify(without) });
  };
}

function droppable(method: string, path: string, body: JsonObject): readonly string[] {
  if (path === '/tags')
    return Array.isArray(body['users']) || Array.isArray(body['companies']) ? ['tags'] : [];
  const isObject =
    /^\/(contacts|companies|data_attributes)(\/[^/]+)?$/.test(path) && path !== '/contacts/merge';
  if (!isObject) return [];
  // An attribute cannot do without its name and type.
  const identity = path.startsWith('/data_attributes') ? ['name', 'model', 'data_type'] : [];
  const plain = Object.keys(body).filter(
    (key) =>
      key !== 'custom_attributes' &&
      !NEEDED.has(key) &&
      !identity.includes(key) &&
      !(method === 'POST' && DEFAULTS[key] === body[key]),
  );
  const custom = Object.keys((body['custom_attributes'] as JsonObject | undefined) ?? {});
  return [...plain, ...custom.map((name) => `custom_attributes.${name}`)];
}

function remove(body: JsonObject, field: string): JsonObject {
  const drop = (object: JsonObject, name: string) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
  if (field === 'tags') return { ...body, users: [], companies: [] };
  const custom = /^custom_attributes\.(.*)$/s.exec(field)?.[1];
  if (custom === undefined) return drop(body, field);
  return { ...body, custom_attributes: drop(body['custom_attributes'] as JsonObject, custom) };
}
