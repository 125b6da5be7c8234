import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { Dice } from '../faults/dice.ts';
import type { Document } from './manifests.ts';
import type { World } from './world.ts';

/** Old values of `seats_text`, and what they become as `seats`; undefined: they cannot be converted, null: nothing. */
const CONVERTED: ReadonlyMap<string, number | null | undefined> = new Map([
  ['ten', 10],
  ['12', 12],
  [' 7 ', 7],
  ['none', null],
  ['lots', undefined],
]);
const OPTIONS = ['free', 'pro', 'trial', 'Free trial'];
export const FORMER_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['trial', 'starter'],
  ['Free trial', 'starter'],
]);

/** A workspace whose attributes change, and the mapping that its manifests declare. */
export interface CarryWorld {
  readonly world: World;
  /** Old attributes of `seats`, the first that has a value counts. */
  readonly sources: readonly string[];
  /** external_ids of the contacts that a set declares, with the values that it declares. */
  readonly declared: ReadonlyMap<string, JsonObject>;
}

/** What an old value becomes; undefined: nothing can be carried. */
export function convertedSeats(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return CONVERTED.get(String(value)) ?? undefined;
}

/** A value that somebody else may write. */
export function drawEdit(dice: Dice): Readonly<Record<string, Json>> {
  switch (dice.one(['seats', 'cleared', 'plan', 'text'])) {
    case 'seats':
      return { seats: dice.between(100, 105) };
    case 'cleared':
      return { seats: null };
    case 'plan':
      return { plan: dice.one(OPTIONS) };
    default:
      return { seats_text: dice.one([...CONVERTED.keys()]) };
  }
}

export function drawCarryWorld(dice: Dice, indexLagMs: number): CarryWorld {
  const sources = dice.chance(0.4) ? ['old seats', 'seats_text'] : ['seats_text'];
  const isLive = dice.chance(0.5);
  const contacts = Array.from({ length: dice.between(2, 14) }, (_, index) =>
    drawContact(dice, index, { sources, isLive }),
  );
  const declared = new Map<string, JsonObject>();
  for (const { external_id, role } of contacts)
    if (role === 'user' && typeof external_id === 'string' && dice.chance(0.3))
      declared.set(external_id, dice.chance(0.5) ? { seats: dice.between(200, 205) } : {});
  const [lead] = contacts.filter(({ role }) => role === 'lead');
  const [user] = contacts.filter(({ role }) => role === 'user');
  const merges = lead !== undefined && user !== undefined && dice.chance(0.5) ? [{ lead, user }] : [];
  const documents: Document[] = [
    {
      head: { apiVersion: 'interform/v1', kind: 'DataAttributes', model: 'contact' },
      map: {
        key: 'attributes',
        entries: {
          seats: {
            type: 'integer',
            from: {
              attribute: sources.length === 1 ? 'seats_text' : [...sources],
              values: { ten: 10, none: null },
              other: 'skip',
              archive: true,
            },
          },
          plan: {
            type: 'options',
            options: ['free', 'pro', { value: 'starter', was: ['trial', 'Free trial'] }],
          },
        },
      },
    },
  ];
  if (declared.size > 0)
    documents.push({
      head: {
        apiVersion: 'interform/v1',
        kind: 'ContactSet',
        name: 'customers',
        ...(dice.chance(0.5) ? { only_if_empty: ['custom_attributes.seats'] } : {}),
      },
      list: {
        key: 'contacts',
        items: [...declared].map(([external_id, values]) => ({
          external_id,
          ...(Object.keys(values).length > 0 ? { custom_attributes: values } : {}),
        })),
      },
    });
  if (merges.length > 0)
    documents.push({
      head: { apiVersion: 'interform/v1', kind: 'Merges' },
      list: {
        key: 'merges',
        items: merges.map((one) => ({
          from: { id: String(one.lead.id) },
          into: { external_id: String(one.user.external_id) },
          skip_duplicate_validation: true,
        })),
      },
    });
  const attributes: EmulatorSeed['attributes'] = [
    { model: 'contact', name: 'seats_text', data_type: 'string' },
    { model: 'contact', name: 'plan', data_type: 'string', options: OPTIONS },
    { model: 'contact', name: 'note', data_type: 'string' },
    ...(sources.length > 1 ? ([{ model: 'contact', name: 'old seats', data_type: 'integer' }] as const) : []),
    ...(isLive ? ([{ model: 'contact', name: 'seats', data_type: 'integer' }] as const) : []),
  ];
  return { world: { seed: { attributes, contacts }, documents, files: 1, indexLagMs }, sources, declared };
}

function drawContact(
  dice: Dice,
  index: number,
  { sources, isLive }: { readonly sources: readonly string[]; readonly isLive: boolean },
): SeedContact {
  const custom: Record<string, string | number | null> = {};
  if (dice.chance(0.7)) custom['seats_text'] = dice.one([...CONVERTED.keys()]);
  if (sources.length > 1 && dice.chance(0.4)) custom['old seats'] = dice.between(20, 25);
  if (isLive && dice.chance(0.3)) custom['seats'] = dice.chance(0.5) ? null : dice.between(100, 105);
  if (dice.chance(0.7)) custom['plan'] = dice.one(OPTIONS);
  if (dice.chance(0.3)) custom['note'] = 'kept';
  const who = dice.chance(0.25)
    ? { role: 'lead' as const }
    : { role: 'user' as const, external_id: `person-${index}` };
  return {
    ...who,
    id: `64f0${String(index).padStart(20, '0')}`,
    email: `person-${index}@acme.test`,
    created_at: SEEDED_AT + index,
    updated_at: SEEDED_AT + index,
    custom_attributes: custom,
  };
}

/** 1 June 2026, before any clock of these tests. */
const SEEDED_AT = 1_780_272_000;
