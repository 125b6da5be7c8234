import { describe, expect, it } from 'vitest';
import type { EmulatorState } from '../../src/emulator/index.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { contactDifferences, emailHolders, type Mentions, mentionsOf, sharedWithLead } from './live-state.ts';
import { type Between, inSettledWorld, isWrite, type SentWrite } from './opened-world.ts';
import { requestsOf } from './planned-requests.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { withSets, worldOf, worldSketches, worlds } from './world.ts';

describe('law 3, one planner', () => {
  it(
    'sends the requests of the plan that was shown and no others, fresh or from a file',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, async (world) => {
        const sent: string[][] = [];
        const shown: PlanDocument[] = [];
        for (const fromFile of [false, true]) {
          await inSettledWorld(world, {}, async (opened) => {
            const made = await opened.plan();
            if (made.plan === undefined) return;
            const applied = fromFile
              ? await opened.applyFile(await opened.save(made.plan))
              : await opened.apply();
            if (applied?.ran !== true) return;
            shown.push(applied.plan);
            expect([...applied.result.results].map(({ address, action }) => `${action} ${address}`)).toEqual(
              [...applied.plan.changes].map(({ address, action }) => `${action} ${address}`),
            );
            // A create that met an archived contact goes on in a way that only Intercom knows beforehand.
            const complete = applied.result.exit === 0 && !refused(opened.writes);
            const planned = requestsOf(applied.plan, opened.emulator.state, [...applied.result.results]);
            const writes = apart(opened.writes);
            if (complete) expect(writes).toEqual(planned);
            sent.push(named(writes, opened.emulator.state));
          });
        }
        tally.see({ both: sent.length === 2, wrote: (sent[0]?.length ?? 0) > 2 });
        if (sent.length < 2) return;
        expect(sent[1]).toEqual(sent[0]);
        expect(shown[1]?.changes).toEqual(shown[0]?.changes);
        expect(shown[1]?.digest).toBe(shown[0]?.digest);
      });
      tally.expectShares({ both: 0.4, wrote: 0.3 });
    },
  );
});

describe('law 5, undeclared is untouched', () => {
  it(
    'changes nothing that no manifest mentions, and no field that the plan does not list',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, (world) =>
        inSettledWorld(world, {}, async (opened, settled) => {
          const { state } = opened.emulator;
          const before = snapshot(state);
          opened.advance(60_000);
          const applied = await opened.apply();
          const after = snapshot(state);
          const plan = applied?.ran === true ? applied.plan : undefined;
          const found = contactDifferences(
            before.contacts,
            after.contacts,
            // A create that met an archived contact unarchives it, under the id that the result names.
            [...(plan?.changes ?? [])].map((change, index) => ({
              ...change,
              id: change.id ?? [...(applied?.result.results ?? [])][index]?.id ?? null,
              ...(change.id === null ? { fields: { archived: { after: false }, ...change.fields } } : {}),
            })),
          );
          expect(found.unlisted).toEqual([]);

          const mentions = mentionsOf(settled.documents);
          const touched = before.contacts.filter(
            (contact) => JSON.stringify(contact) !== JSON.stringify(state.contact(contact.id)),
          );
          expect(touched.filter((contact) => !mentions.contact(contact)).map(({ id }) => id)).toEqual([]);
          expect(undeclared(after.attributes, mentions.attribute)).toEqual(
            undeclared(before.attributes, mentions.attribute),
          );
          expect(undeclared(after.companies, mentions.company).map(mentions.withoutDeclared)).toEqual(
            undeclared(before.companies, mentions.company).map(mentions.withoutDeclared),
          );
          const tags = (names: readonly { readonly name: string }[]) =>
            names.map(({ name }) => name).filter((name) => !mentions.tag(name));
          expect(tags(after.tags)).toEqual(tags(before.tags));
          expect(strange([...(plan?.changes ?? [])], mentions)).toEqual([]);
          tally.see({ touched: touched.length > 0, bystanders: touched.length < before.contacts.length });
        }),
      );
      tally.expectShares({ touched: 0.25, bystanders: 0.5 });
    },
  );
});

describe('law 6, minimality', () => {
  it('sends as many writes as the plan says, and each of them changes something', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(worlds, (world) =>
      inSettledWorld(world, {}, async (opened) => {
        const idle: string[] = [];
        opened.setBetween(noticingIdleWrites(opened.emulator.state, idle));
        const applied = await opened.apply();
        expect(idle).toEqual([]);
        const done = applied?.result.exit === 0 && !refused(opened.writes);
        tally.see({ done, writes: done && applied.plan.cost.writes > 2 });
        if (!done) return;
        expect(opened.writes).toHaveLength(applied.plan.cost.writes);
        expect(applied.result.requests).toMatchObject({ writes: applied.plan.cost.writes, retried: 0 });
        for (const { address, fields } of applied.plan.changes) {
          for (const [path, field] of Object.entries(fields)) {
            if ('add' in field)
              expect([address, path, ...field.add, ...field.remove].length).toBeGreaterThan(2);
            else if ('before' in field)
              expect([address, path, field.before]).not.toEqual([address, path, field.after]);
          }
        }
      }),
    );
    tally.expectShares({ done: 0.4, writes: 0.3 });
  });
});

describe('identity safety', () => {
  it(
    'makes no second live contact of one external_id, of one role and email, or beside a lead, unless the manifest allows it',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      const strict = worldSketches.map((sketch) =>
        worldOf(
          withSets(sketch, (set) => ({
            ...set,
            identity: {
              ...set.identity,
              ...(set.identity['leads'] === 'keep' ? { leads: 'absorb' } : {}),
              ...(set.identity['users'] === 'keep' ? { users: 'use' } : {}),
            },
            policy: { ...set.policy, shared_email: 'error' },
          })),
        ),
      );
      await law(strict, (world) =>
        inSettledWorld(world, {}, async (opened) => {
          const { state } = opened.emulator;
          const before = emailHolders(state.liveContacts());
          const besideBefore = sharedWithLead(state.liveContacts());
          const applied = await opened.apply();
          const after = state.liveContacts();
          const ids = after
            .filter(({ role }) => role === 'user')
            .flatMap(({ external_id }) => external_id ?? []);
          expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
          // A merge that the plan lists may bring a user the lead's email.
          const inherited = JSON.stringify(
            [...(applied?.plan.changes ?? [])]
              .filter(({ kind }) => kind === 'merge')
              .map(({ fields }) => fields['email'] ?? null),
          ).toLowerCase();
          const grown = [...emailHolders(after)].filter(
            ([key, holders]) =>
              holders > 1 &&
              holders > (before.get(key) ?? 0) &&
              !refused(opened.writes) &&
              !inherited.includes(key.slice(key.indexOf(' ') + 1)),
          );
          expect(grown).toEqual([]);
          const beside = [...sharedWithLead(after)].filter(
            (email) => !besideBefore.has(email) && !refused(opened.writes) && !inherited.includes(email),
          );
          expect(beside).toEqual([]);
          tally.see({
            created: applied?.ran === true && applied.plan.summary.create > 0,
            converted: applied?.ran === true && applied.plan.summary.convert > 0,
          });
        }),
      );
      tally.expectShares({ created: 0.2, converted: 0.02 });
    },
  );
});

/** What the plan does to declared people that no manifest says: a field of its own, or taking off what is not declared. */
function strange(changes: readonly Change[], mentions: Mentions): string[] {
  const found: string[] = [];
  for (const { kind, address, source, fields } of changes) {
    // Who left a set is not declared, and loses what the set gave.
    if (kind !== 'contact' || source === null) continue;
    for (const [path, field] of Object.entries(fields)) {
      if (!isMembership(field)) {
        if (!mentions.field(path)) found.push(`${address} ${path}`);
        continue;
      }
      const undeclared = field.remove.filter((name) =>
        path === 'tags'
          ? !mentions.tag(name) || mentions.owner(name)
          : !mentions.company({ company_id: name }),
      );
      found.push(...undeclared.map((name) => `${address} ${path} loses ${name}`));
    }
  }
  return found;
}

/** Whether an archived contact answered a create with 409, so that more than the plan was needed. */
function refused(writes: readonly SentWrite[]): boolean {
  return writes.some(({ status }) => status === 409);
}

function snapshot(state: EmulatorState) {
  return {
    contacts: state.allContacts(),
    attributes: state.attributes(),
    companies: state.companies(),
    tags: state.tags(),
  };
}

function undeclared(
  objects: readonly JsonObject[],
  declared: (object: JsonObject) => boolean,
): readonly JsonObject[] {
  return objects.filter((object) => !declared(object)).map(({ user_count: _members, ...rest }) => rest);
}

/** Bulk requests as one request a member. */
function apart(writes: readonly SentWrite[]): string[] {
  return writes
    .flatMap(({ method, path, body }) => {
      for (const list of ['users', 'companies'] as const) {
        const members = body !== null && typeof body === 'object' ? Reflect.get(body, list) : undefined;
        if (Array.isArray(members))
          return members.map((member: Json) =>
            JSON.stringify([method, path, { ...(body as JsonObject), [list]: [member] }]),
          );
      }
      return [JSON.stringify([method, path, body])];
    })
    .toSorted();
}

/** Requests with ids of new objects as what these are, so that two workspaces compare. */
function named(requests: readonly string[], state: EmulatorState): string[] {
  const names = new Map<string, string>();
  for (const { id, role, external_id, email } of state.allContacts())
    if (!id.startsWith('64f0')) names.set(id, `${role} ${role === 'user' ? external_id : ''} ${email}`);
  for (const company of state.companies())
    names.set(String(company['id']), `company ${String(company['company_id'])}`);
  return requests.map((request) => request.replace(/[0-9a-f]{24}/g, (id) => names.get(id) ?? id)).toSorted();
}

/** Collects writes after which the workspace is as it was before. */
function noticingIdleWrites(state: EmulatorState, idle: string[]): Between {
  const shown = () => JSON.stringify(snapshot(state));
  return (request, answer) => {
    if (!isWrite(request)) return answer(request);
    const before = shown();
    const given = answer(request);
    if (given.status < 300 && shown() === before)
      idle.push(`${request.method} ${new URL(request.url).pathname} ${request.body}`);
    return given;
  };
}
