import type fc from 'fast-check';
import { EMAILS, PHONES } from './alphabet.ts';
import { type World, type WorldSketch, withSets, worldOf, worldSketches } from './world.ts';

/**
 * Two emails, one of them in two spellings, and two phones: a person who changes one of them is likely to collide with
 * another.
 */
const FEW_EMAILS = EMAILS.slice(0, 3);
const FEW_PHONES = PHONES.slice(0, 2);

/** Worlds of people only, in which many collide and nobody is left out: the plan is about everything that is declared. */
export const collidingWorlds: fc.Arbitrary<World> = worldSketches.map((sketch) => worldOf(colliding(sketch)));

function colliding(sketch: WorldSketch): WorldSketch {
  const { workspace, manifests } = withSets(sketch, (set) => ({
    ...set,
    policy: { ...set.policy, on_conflict: 'stop', on_missing: 'create' },
    contacts: set.contacts.map((one) => ({
      ...one,
      email: fewer(one.email, EMAILS, FEW_EMAILS),
      rekeyed: true,
      fields: phoneOnly(one.fields['phone']),
      custom: {},
      companies: null,
    })),
  }));
  return {
    ...sketch,
    workspace: {
      ...workspace,
      companies: [],
      contacts: workspace.contacts.map((one) => ({
        ...one,
        email: one.email === null ? null : fewer(one.email, EMAILS, FEW_EMAILS),
        fields: phoneOnly(one.fields['phone']),
        custom: {},
        manyTags: false,
      })),
    },
    manifests: {
      ...manifests,
      attributes: {},
      companies: {},
      merges: manifests.merges.map((one) => ({ ...one, skip: true })),
    },
  };
}

function phoneOnly<T>(phone: T | undefined): Record<string, T | string> {
  if (phone === undefined) return {};
  return { phone: typeof phone === 'string' ? fewer(phone, PHONES, FEW_PHONES) : phone };
}

/** Maps each of the many values to one of the few; any other value stays. */
function fewer(value: string, many: readonly string[], few: readonly string[]): string {
  const at = many.indexOf(value);
  return at === -1 ? value : (few[at % few.length] ?? value);
}
