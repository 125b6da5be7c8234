import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import type { Json } from '../../src/types/json.ts';
import { inSettledWorld } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

/** What somebody else does to a field between plan and apply. */
type Meddling = 'another value' | 'the wanted value' | 'nothing';

describe('law 8, stale means stop', () => {
  it(
    'leaves alone exactly the changes whose fields somebody else changed since the plan',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      const choices = fc.infiniteStream(
        fc.constantFrom<Meddling>('another value', 'the wanted value', 'nothing', 'nothing'),
      );
      // Whether search has seen what somebody else did: if not, Intercom's own answer tells.
      await law(fc.tuple(worlds, choices, fc.boolean()), ([world, meddlings, seen]) =>
        inSettledWorld(world, {}, async (opened) => {
          const { plan } = await opened.plan();
          const ready = plan?.diagnostics.every(({ severity }) => severity !== 'error') === true;
          if (plan === undefined || !ready || plan.changes.length === 0) return tally.see({ planned: false });
          const file = await opened.save(plan);
          opened.advance(60_000);

          const merging = new Set([...plan.changes].flatMap(endsOfMerge));
          const foreign = new Map<string, Json>();
          const stale = new Set<string>();
          for (const change of plan.changes) {
            const path = meddledPath(change, merging);
            const [meddling] = meddlings.take(1);
            if (path === undefined || meddling === undefined || meddling === 'nothing') continue;
            const value =
              meddling === 'another value' ? differentFrom(change, path) : wantedValue(change, path);
            if (change.id === null) {
              if (meddling !== 'another value' || !make(opened.emulator, change, value)) continue;
            } else if (!put(opened.emulator, change, path, value)) continue;
            foreign.set(change.address, value);
            if (meddling === 'another value') stale.add(change.address);
          }
          if (seen) opened.settle();
          const { result } = await opened.applyFile(file);

          const outcomes = new Map([...result.results].map(({ address, outcome }) => [address, outcome]));
          const found = [...outcomes]
            .filter(([, outcome]) => outcome === 'stale')
            .map(([address]) => address);
          // What needs a stale change is skipped before it is looked at.
          const needy = [...plan.changes].filter(
            (change) => stale.has(change.address) && requiresAnyOf(change, [...plan.changes], stale),
          );
          const expected = [...stale].filter((address) =>
            needy.every((change) => change.address !== address),
          );
          expect(found.toSorted()).toEqual(expected.toSorted());
          for (const change of plan.changes) {
            const path = meddledPath(change, merging);
            const value = foreign.get(change.address);
            if (path === undefined || value === undefined) continue;
            expect([change.address, liveValue(opened.emulator, change, path)]).toEqual([
              change.address,
              value,
            ]);
          }
          const blocked = [...plan.changes]
            .filter((change) => !needsAnyOf(change, [...plan.changes], stale))
            .map(({ address }) => address);
          const undone = blocked.filter(
            (address) => !['done', 'already'].includes(outcomes.get(address) ?? ''),
          );
          const conflicted = opened.writes.some(({ status }) => status === 409);
          if (!conflicted) expect(undone).toEqual([]);

          const wrote = opened.writes.some(({ status }) => status < 300);
          if (!conflicted) expect(result.exit).toBe(found.length === 0 ? 0 : wrote ? 3 : 4);
          tally.see({
            planned: true,
            stale: stale.size > 0,
            partly: stale.size > 0 && wrote,
            made: [...plan.changes].some(({ id, address }) => id === null && stale.has(address)),
            'nothing written': stale.size > 0 && !wrote,
            already: [...outcomes.values()].includes('already'),
          });
        }),
      );
      tally.expectShares({ planned: 0.4, stale: 0.15, partly: 0.1, made: 0.03, already: 0.03 });
    },
  );
});

function endsOfMerge({ kind, id, fields }: Change): readonly string[] {
  const into = fields['into'];
  if (kind !== 'merge' || into === undefined || !('after' in into)) return [];
  return [id ?? '', String(into.after)];
}

/**
 * A field of a contact, company or attribute update that somebody else can set without changing who is who. What takes
 * part in merges is left alone: there, one edit makes several changes stale.
 */
function meddledPath(change: Change, merging: ReadonlySet<string>): string | undefined {
  const { kind, action, id, address, also, fields, context } = change;
  if ([id ?? '', address, ...also].some((name) => merging.has(name))) return undefined;
  if (kind === 'contact' && action === 'create') {
    // Somebody else may create the same user with another name, unless the name is for a new one only.
    const isNamedUser = 'external_id' in fields && 'name' in fields;
    return isNamedUser && context?.on_create?.includes('name') !== true ? 'name' : undefined;
  }
  if (id === null || (action !== 'update' && action !== 'convert')) return undefined;
  return Object.keys(fields).find((path) => {
    if (kind === 'contact')
      return path === 'name' || path.startsWith('custom_attributes.') || path === 'signed_up_at';
    return kind === 'company' ? ['name', 'industry', 'size'].includes(path) : path === 'description';
  });
}

function wantedValue({ fields }: Change, path: string): Json {
  const field = fields[path];
  return field === undefined || isMembership(field) ? null : field.after;
}

/** Neither before nor after. */
function differentFrom({ fields }: Change, path: string): Json {
  const field = fields[path];
  if (field === undefined || isMembership(field)) return null;
  const taken = [field.before ?? null, field.after];
  const example = taken.find((value) => value !== null);
  const others: Json[] =
    typeof example === 'number'
      ? [77, 78, 79]
      : typeof example === 'boolean'
        ? [true, false]
        : ['Zed', 'Yan', 'Xi'];
  return others.find((value) => !taken.includes(value)) ?? null;
}

/** The user of a create, made by somebody else. True when Intercom let them. */
function make(emulator: Emulator, change: Change, name: Json): boolean {
  const body = { role: 'user', external_id: wantedValue(change, 'external_id'), name };
  return emulator.foreign('POST', '/contacts', body).status === 200;
}

/** True when the other writer was let. */
function put(emulator: Emulator, { kind, id }: Change, path: string, value: Json): boolean {
  const custom = /^custom_attributes\.(.*)$/s.exec(path)?.[1];
  const body = custom === undefined ? { [path]: value } : { custom_attributes: { [custom]: value } };
  const base = kind === 'contact' ? '/contacts' : kind === 'company' ? '/companies' : '/data_attributes';
  // An attribute's description is text, so nothing is written as "".
  const sent = kind === 'attribute' ? { [path]: value ?? '' } : body;
  return emulator.foreign('PUT', `${base}/${id}`, sent).status === 200;
}

function liveValue(emulator: Emulator, change: Change, path: string): Json {
  const { kind } = change;
  const externalId = wantedValue(change, 'external_id');
  const made = emulator.state.liveContacts().find(({ external_id }) => external_id === externalId)?.id;
  const id = change.id ?? made;
  const custom = /^custom_attributes\.(.*)$/s.exec(path)?.[1];
  const objects = kind === 'company' ? emulator.state.companies() : emulator.state.attributes();
  const object: unknown =
    kind === 'contact' ? emulator.state.contact(id ?? '') : objects.find((one) => String(one['id']) === id);
  const holder: unknown = custom === undefined ? object : Reflect.get(object as object, 'custom_attributes');
  // State holds nothing but JSON; absent and '' are nothing.
  const value = Reflect.get(holder as object, custom ?? path) as Json | undefined;
  return value === undefined || value === '' ? null : value;
}

/** Whether a change is stale, or requires one that cannot be done because of it. */
function needsAnyOf(change: Change, all: readonly Change[], stale: ReadonlySet<string>): boolean {
  return stale.has(change.address) || requiresAnyOf(change, all, stale);
}

function requiresAnyOf(change: Change, all: readonly Change[], stale: ReadonlySet<string>): boolean {
  return change.requires.some((address) => {
    const required = all.find((one) => one.address === address || one.also.includes(address));
    return required !== undefined && needsAnyOf(required, all, stale);
  });
}
