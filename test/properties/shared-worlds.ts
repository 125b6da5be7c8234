import fc from 'fast-check';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import {
  declaredTags,
  type Edit,
  emailOf,
  filesOfLife,
  fitting,
  ownerTag,
  ownTags,
  PEOPLE,
  REPOSITORIES,
  type RepositoryLife,
  type Row,
  type SetLife,
  SHARED_TAGS,
  UNKNOWN_TAGS,
  VERSIONS,
} from './set-lives.ts';
import { contactId } from './workspaces.ts';

/** What happens next in a workspace of two repositories: one is edited and applied, or somebody tags by hand. */
export type Event =
  | {
      readonly do: 'apply';
      readonly repository: number;
      readonly edits: readonly Edit[];
      readonly to: number | null;
      /** Every apply is killed after so many writes, while the next one is under way, and started again. */
      readonly killAt: number | null;
    }
  | { readonly do: 'tag'; readonly person: number; readonly tag: number; readonly off: boolean };

export interface SharedWorld {
  readonly seed: EmulatorSeed;
  readonly repositories: readonly RepositoryLife[];
  readonly events: readonly Event[];
  readonly indexLagMs: number;
}

const person = fc.nat(PEOPLE.length - 1);
const place = fc.nat(5);
/** `one` and `two` become those of the repository. */
const tags = fc.subarray([...SHARED_TAGS, 'one', 'two'], { maxLength: 3 });
const row: fc.Arbitrary<Row> = fc.record({
  person,
  by: fc.constantFrom('external_id', 'both', 'both', 'email', 'id'),
  tags: fc.option(tags, { freq: 2 }),
});

const set = fc.record({
  version: fc.constantFrom(0, ...VERSIONS),
  precedence: fc.nat(2),
  prunes: fc.constantFrom('archive', 'archive', 'archive', 'untag', 'untag', null),
  retired: fc.nat(9).map((roll) => roll === 9),
  // Few, so that sets share them.
  defaults: fc.option(fc.subarray(['gold', 'one'], { minLength: 1 }), { freq: 4 }),
  exact: fc.nat(4).map((roll) => roll === 4),
  rows: fc.uniqueArray(row, { minLength: 1, maxLength: 3, selector: (one) => one.person }),
});

const repositories = fc
  .tuple(fc.array(set, { minLength: 2, maxLength: 3 }), fc.array(set, { maxLength: 1 }))
  .map((all) =>
    all.map((sketches, index): RepositoryLife => {
      const name = REPOSITORIES[index] ?? 'crm';
      const sets = sketches.map(({ prunes, ...rest }, number): SetLife => {
        const own = `${name}${number}`;
        return {
          ...rest,
          name: own,
          was: [],
          owner: prunes && { tag: ownerTag(name, own), was: [], action: prunes },
          retired: rest.retired && prunes !== null,
          defaults: rest.defaults && ownTags({ name }, rest.defaults),
          rows: rest.rows.map((one) => fitting({ name }, one)),
          bad: null,
        };
      });
      return { name, sets, names: sets.length };
    }),
  );

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ do: fc.constant('move'), person, from: place, to: place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leave'), person }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('postpone'), person }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join'), set: place, row }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('retire', 'retire', 'rename', 'delete', 'exact', 'action', 'mend', 'empty'),
      set: place,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('rename owner'),
      set: place,
      remembers: fc.constantFrom(true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rename back'), set: place }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('defaults'), set: place, tags }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('version'),
      set: place,
      version: fc.constantFrom(0, ...VERSIONS),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('spoil'), set: place, row }) },
  { weight: 2, arbitrary: fc.constant({ do: 'revert' }) },
) as fc.Arbitrary<Edit>;

const PLAIN_TAGS = [...SHARED_TAGS, ...REPOSITORIES.flatMap(declaredTags)];
const OWNER_TAGS = [
  ...REPOSITORIES.flatMap((name) => [0, 1, 2].map((number) => ownerTag(name, `${name}${number}`))),
  ...UNKNOWN_TAGS,
];
/** Every tag that can be put on somebody by hand. */
export const HAND_TAGS = [...PLAIN_TAGS, ...OWNER_TAGS];

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('apply' as const),
      repository: fc.constantFrom(0, 0, 1),
      edits: fc.array(edit, { minLength: 1, maxLength: 3 }),
      to: fc.constantFrom(null, null, 0, 0, 0, 1),
      killAt: fc.constantFrom(null, 1, 1, 2),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('tag' as const),
      person,
      tag: fc.nat(HAND_TAGS.length - 1),
      off: fc.boolean(),
    }),
  },
);

const contacts = fc
  .tuple(
    ...PEOPLE.map(() =>
      fc.record({
        live: fc.constantFrom('live', 'live', 'live', 'live', 'live', 'archived', 'absent'),
        tags: fc.subarray(PLAIN_TAGS, { maxLength: 5 }),
        owned: fc.oneof(
          fc.constant<string[]>([]),
          fc.constant<string[]>([]),
          fc.subarray(OWNER_TAGS.slice(0, 3), { minLength: 1 }),
          fc.subarray(OWNER_TAGS, { maxLength: 2 }),
        ),
      }),
    ),
  )
  .map((all) =>
    all.flatMap(({ live, tags: carried, owned }, index) =>
      live === 'absent'
        ? []
        : [
            {
              id: contactId(index),
              role: 'user' as const,
              external_id: PEOPLE[index] ?? '',
              email: emailOf(index),
              archived: live === 'archived',
              tags: [...carried, ...owned],
            },
          ],
    ),
  );

export const sharedWorlds: fc.Arbitrary<SharedWorld> = fc
  .record({
    contacts,
    repositories,
    // The owner tags of sets are live as a rule, and spelled with a capital now and then.
    tags: fc.subarray(HAND_TAGS, { minLength: 4 }),
    events: fc.array(event, { minLength: 3, maxLength: 5 }),
    indexLagMs: fc.constantFrom(0, 2_000, 120_000),
  })
  .map(({ contacts: people, tags: live, ...rest }) => shownAs({ ...rest, seed: seedOf(people, live) }));

function seedOf(people: EmulatorSeed['contacts'], live: readonly string[]): EmulatorSeed {
  return {
    app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US', timezone: 'Europe/Dublin' },
    tags: [...new Set([...live, ...SHARED_TAGS])],
    contacts: people ?? [],
  };
}

/** A counterexample as one would write it down: what is live, the manifests, then what happens. */
function shownAs(world: SharedWorld): SharedWorld {
  const show = () =>
    [
      '',
      `tags: ${JSON.stringify(world.seed.tags)}`,
      ...(world.seed.contacts ?? []).map((contact) => JSON.stringify(contact)),
      ...world.repositories.flatMap((repository) =>
        [...filesOfLife(repository, () => 'its id')].map(
          ([path, text]) => `${repository.name}/${path}: ${text}`,
        ),
      ),
      ...world.events.map((one) => JSON.stringify(one)),
    ].join('\n');
  // Not enumerable, so a copy of the world does not show this one.
  return Object.defineProperty(world, fc.toStringMethod, { value: show });
}
