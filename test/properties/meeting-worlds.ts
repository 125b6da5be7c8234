import fc from 'fast-check';
import type { PlanningOptions } from '../../src/app/options.ts';
import type { EmulatorSeed, SeedContact } from '../../src/emulator/index.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { contactId } from './workspaces.ts';

/**
 * Worlds in which everybody meets somebody: rows, merges and live people share so few keys that the plan of one row may
 * depend on any other. Rows are in manifests and in data files.
 */

/** A live workspace, the files of a project over it, and what is planned of it. */
export interface MeetingWorld {
  readonly seed: EmulatorSeed;
  readonly files: ReadonlyMap<string, string>;
  readonly flags: Pick<PlanningOptions, 'target' | 'exclude'> &
    Partial<Pick<PlanningOptions, 'to' | 'files' | 'owners'>>;
}

const PROJECT = `apiVersion: interform/v1
kind: Project
workspace: { owner_tags: ["set-*"] }
rules: { contact-without-external-id: warn }
`;
const SETS = ['one', 'two', 'three'] as const;
const EMAILS = ['ada@acme.test', 'Ada@acme.test', 'vip@acme.test', 'eve@acme.test'];
const PHONES = ['+353871234501', '+353871234502'];
const TAGS = ['gold', 'vip'];
/** A zero-width space around an address, as in copied text: a search for the address does not find it. */
const HIDDEN = '\u200b';
const nothing = fc.constant(undefined);

/** How the numbers of a sketch become keys. */
interface Keys {
  externalId(number: number): string;
  email(number: number): string;
  id(number: number): string;
}

/** The keys of different people are mixed. */
const MIXED: Keys = {
  externalId: (number) => `u-${number}`,
  email: (number) => EMAILS[number] ?? `visitor-${number}@acme.test`,
  id: contactId,
};
/** All keys with one number belong to one person, so that most of what is declared has no errors. */
const CALM: Keys = { ...MIXED, email: (number) => `p-${number}@acme.test` };

interface Size {
  /** How many different keys of each field there are. */
  readonly keys: number;
  /** Whether a duplicate may stop the plan: of many rows, one always would. */
  readonly stops: boolean;
  /** One row in this many has an error. */
  readonly right: number;
  readonly rows: { readonly minLength: number; readonly maxLength: number };
}

/**
 * A few people; so many rows that findings of one sort are counted; so many that most of one sort are only counted; many
 * rows with errors.
 */
const FEW: Size = { keys: 5, stops: true, right: 20, rows: { minLength: 0, maxLength: 5 } };
const CROWD: Size = { keys: 12, stops: false, right: 60, rows: { minLength: 25, maxLength: 45 } };
const THRONG: Size = { keys: 150, stops: false, right: 60, rows: { minLength: 120, maxLength: 220 } };
const WRONG: Size = { keys: 30, stops: false, right: 2, rows: { minLength: 25, maxLength: 45 } };

interface RowSketch {
  readonly by: 'external_id' | 'both' | 'email' | 'id' | 'id and email' | 'id and external_id';
  readonly person: number;
  readonly email: number;
  readonly id: number;
  readonly role: 'user' | 'lead' | undefined;
  readonly rest: JsonObject;
  readonly archived: boolean;
  /** What is wrong with the row: a cell that is wrong by itself, or an owner that the workspace does not have. */
  readonly wrong: 'cell' | 'owner' | undefined;
}

function rowSketches({ keys, right, rows }: Size): fc.Arbitrary<RowSketch[]> {
  const row: fc.Arbitrary<RowSketch> = fc.record({
    by: fc.constantFrom(
      ...(['external_id', 'external_id', 'both', 'both', 'email', 'email', 'id'] as const),
      ...(['id and email', 'id and external_id'] as const),
    ),
    person: fc.nat(keys - 1),
    email: fc.nat(keys - 1),
    id: fc.nat(keys - 1),
    role: fc.constantFrom(undefined, undefined, undefined, 'user', 'lead'),
    rest: fc.record(
      {
        name: fc.constantFrom<Json>('Ada', 'Grace', 'Grace', null),
        phone: fc.constantFrom<Json>(...PHONES, null),
        tags: fc.constantFrom<Json>([], ['gold'], ['gold'], ['vip']),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<JsonObject>,
    archived: fc.nat(11).map((roll) => roll === 11),
    wrong: fc
      .nat(right)
      .chain((roll) =>
        fc.constantFrom(...(roll === 0 ? (['owner', 'owner', 'cell'] as const) : [undefined])),
      ),
  });
  return fc.array(row, rows);
}

/** A row with its keys as they are written. */
interface Row extends Omit<RowSketch, 'person' | 'email' | 'id'> {
  readonly external_id: string;
  readonly email: string;
  readonly id: string;
}

function keyed(sketch: RowSketch, keys: Keys, calm: boolean): Row {
  const { person, role, archived, wrong } = sketch;
  return {
    ...sketch,
    external_id: keys.externalId(person),
    email: keys.email(calm ? person : sketch.email),
    id: keys.id(calm ? person : sketch.id),
    ...(calm
      ? {
          role: role === 'lead' ? undefined : role,
          archived: archived && person === 0,
          wrong: person === 0 ? wrong : undefined,
        }
      : {}),
  };
}

function keysOf({ by, external_id, email, id, role }: Row): JsonObject {
  const own = { id };
  switch (by) {
    case 'id':
      return own;
    case 'id and email':
      return { ...own, email };
    case 'id and external_id':
      return { ...own, external_id };
    case 'email':
      return { email };
    case 'both':
      return { external_id, email };
    case 'external_id':
      // A lead has no key but its email.
      return role === 'lead' ? { email } : { external_id };
  }
}

function contactOf(row: Row, isRow: boolean): JsonObject {
  return {
    ...keysOf(row),
    ...(row.role === undefined ? {} : { role: row.role }),
    ...row.rest,
    ...(row.archived && !isRow ? { archived: true } : {}),
    ...(row.wrong === 'cell' && isRow ? { phone: 'by post' } : {}),
    ...(row.wrong === 'owner' ? { owner: 'nobody@acme.test' } : {}),
  };
}

interface SetSketch {
  readonly head: JsonObject;
  readonly prune: 'untag' | 'archive' | undefined;
  readonly layout: 'inline' | 'jsonl' | 'csv' | 'all three';
  readonly rows: readonly RowSketch[];
}

function setSketches(size: Size): fc.Arbitrary<SetSketch> {
  const rare = <T>(usual: T, ...others: readonly T[]) => fc.constantFrom(usual, usual, usual, ...others);
  return fc.record({
    head: fc.record({
      precedence: fc.nat(1),
      owner: fc.constantFrom('crm', 'shop'),
      identity: fc.record({
        by: rare<Json>(['external_id', 'email'], ['external_id'], ['email']),
        leads: fc.constantFrom('absorb', 'absorb', 'keep', 'error'),
        users: rare('use', 'keep', 'error'),
      }),
      policy: fc.record({
        on_missing: rare('create', 'skip'),
        on_conflict: fc.constantFrom('skip', 'stop'),
        on_bad_row: rare('skip', 'stop'),
        on_duplicate_row: fc.constantFrom('first', 'last', 'last', ...(size.stops ? ['stop'] : [])),
        on_blank: fc.constantFrom('ignore', 'clear'),
        shared_email: fc.constantFrom('allow', 'allow', 'error'),
        tags: fc.constantFrom('add', 'exact'),
      }),
      only_if_empty: fc.subarray(['name', 'email', 'phone'], { maxLength: 1 }),
      defaults: fc.record(
        {
          tags: fc.constantFrom<Json>(...Array(6).fill(['gold']), ['vip'], ['vip'], ['vip'], ['no such tag']),
        },
        { requiredKeys: [] },
      ),
    }) as fc.Arbitrary<JsonObject>,
    prune: fc.constantFrom(undefined, undefined, 'untag', 'archive'),
    layout: fc.constantFrom('inline', 'jsonl', 'csv', 'all three'),
    rows: rowSketches(size),
  });
}

/** The files of a set: its manifest, and what it reads. */
function filesOfSet(
  name: string,
  number: number,
  { head, prune, layout }: SetSketch,
  rows: readonly Row[],
): readonly (readonly [string, string])[] {
  const third = Math.ceil(rows.length / 3);
  const inline = layout === 'inline' ? rows : layout === 'all three' ? rows.slice(0, third) : [];
  const lines = layout === 'jsonl' ? rows : layout === 'all three' ? rows.slice(third, 2 * third) : [];
  const cells = layout === 'csv' ? rows : layout === 'all three' ? rows.slice(2 * third) : [];
  const sources = [
    ...(lines.length === 0 ? [] : [`${name}.jsonl`]),
    ...(cells.length === 0 ? [] : [`${name}.csv`]),
  ];
  const manifest = [
    `apiVersion: interform/v1\nkind: ContactSet\nname: ${name}`,
    ...Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    ...(prune === undefined ? [] : [`prune: { owner_tag: set-${name}, action: ${prune} }`]),
    ...(sources.length === 0 ? [] : [`source: [${sources.map((file) => `{ file: ${file} }`).join(', ')}]`]),
    inline.length === 0 ? 'contacts: []' : 'contacts:',
    ...inline.map((row) => `  - ${JSON.stringify(contactOf(row, false))}`),
  ];
  return [
    [`migrations/000${number + 1}-${name}.yaml`, `${manifest.join('\n')}\n`],
    ...(lines.length === 0
      ? []
      : [
          [
            `migrations/${name}.jsonl`,
            lines.map((row) => `${JSON.stringify(contactOf(row, true))}\n`).join(''),
          ] as const,
        ]),
    ...(cells.length === 0 ? [] : [[`migrations/${name}.csv`, csvOf(cells)] as const]),
  ];
}

const COLUMNS = ['id', 'external_id', 'email', 'role', 'name', 'phone', 'tags', 'owner'];

function csvOf(rows: readonly Row[]): string {
  const cell = (value: Json | undefined) => (Array.isArray(value) ? value.join(',') : String(value ?? ''));
  const lines = rows.map((row) => {
    const contact = contactOf(row, true);
    return COLUMNS.map((column) => cell(contact[column])).join(',');
  });
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

interface MergeSketch {
  readonly from: 'id' | 'email' | 'phone';
  readonly lead: number;
  readonly into: 'id' | 'email' | 'external_id';
  readonly user: number;
  readonly skip: boolean;
  /** Whether it names any person with the number, instead of one of the right role. */
  readonly stray: boolean;
}

const merge: fc.Arbitrary<MergeSketch> = fc.record({
  from: fc.constantFrom('id', 'id', 'email', 'phone'),
  lead: fc.nat(30),
  into: fc.constantFrom('id', 'email', 'external_id'),
  user: fc.nat(30),
  skip: fc.boolean(),
  stray: fc.nat(5).map((roll) => roll === 5),
});

function mergeOf(sketch: MergeSketch, people: readonly SeedContact[], { keys }: Size): JsonObject {
  const some = (role: 'lead' | 'user', at: number) => {
    const fitting = people.filter((person) => person.role === role && !sketch.stray);
    return fitting[at % Math.max(1, fitting.length)];
  };
  const [lead, user] = [some('lead', sketch.lead), some('user', sketch.user)];
  const stray = {
    id: contactId(sketch.lead % keys),
    email: MIXED.email(sketch.lead % keys),
    phone: PHONES[sketch.lead % PHONES.length] ?? '',
    external_id: MIXED.externalId(sketch.user % keys),
  };
  return {
    from: { [sketch.from]: lead?.[sketch.from] ?? stray[sketch.from] },
    into: { [sketch.into]: user?.[sketch.into] ?? stray[sketch.into] },
    skip_duplicate_validation: sketch.skip,
  };
}

interface PersonSketch {
  readonly role: 'user' | 'lead';
  readonly person: number | undefined;
  readonly email: number | undefined;
  readonly hidden: 'email' | 'external_id' | undefined;
  readonly phone: string | undefined;
  readonly name: string | undefined;
  readonly archived: boolean;
  readonly age: number;
  readonly tags: readonly string[];
}

function peopleSketches({ keys }: Size): fc.Arbitrary<PersonSketch[]> {
  const number = fc.nat(keys - 1);
  const person: fc.Arbitrary<PersonSketch> = fc.record({
    role: fc.constantFrom('user', 'user', 'lead'),
    person: fc.oneof({ weight: 3, arbitrary: number }, { weight: 1, arbitrary: nothing }),
    email: fc.oneof({ weight: 4, arbitrary: number }, { weight: 1, arbitrary: nothing }),
    hidden: fc.nat(29).map((roll) => (roll === 29 ? 'email' : roll === 28 ? 'external_id' : undefined)),
    phone: fc.constantFrom(undefined, undefined, ...PHONES),
    name: fc.constantFrom(undefined, 'Ada', 'Grace'),
    archived: fc.nat(29).map((roll) => roll === 29),
    age: fc.nat(2),
    tags: fc.subarray([...TAGS, ...SETS.map((name) => `set-${name}`)], { maxLength: 3 }),
  });
  // Nearly every id in rows belongs to somebody.
  return fc.array(person, { minLength: keys - 1, maxLength: keys });
}

function liveOf(
  people: readonly PersonSketch[],
  keys: Keys,
  { calm, mayHide }: { readonly calm: boolean; readonly mayHide: boolean },
): readonly SeedContact[] {
  const taken = new Set<number>();
  return people.map(({ hidden, age, person, email, ...rest }, index) => {
    const own = calm ? index : person;
    const free = rest.role === 'user' && own !== undefined && !taken.has(own);
    if (free) taken.add(own);
    const address = calm ? index : email;
    const after = (field: typeof hidden) => (mayHide && hidden === field ? HIDDEN : '');
    return {
      ...rest,
      id: contactId(index),
      external_id: free ? `${keys.externalId(own)}${after('external_id')}` : null,
      email: address === undefined ? null : `${keys.email(address)}${after('email')}`,
      phone: rest.phone ?? null,
      name: rest.name ?? null,
      created_at: 1_780_272_000 + age,
    };
  });
}

interface FlagsSketch {
  readonly by: 'nothing' | 'target' | 'exclude' | 'files' | 'owners' | 'to';
  readonly pick: number;
}

const flagsSketches: fc.Arbitrary<FlagsSketch> = fc.record({
  // Most plans are about everything.
  by: fc.constantFrom(
    ...(['nothing', 'nothing', 'nothing', 'nothing', 'nothing'] as const),
    ...(['target', 'exclude', 'files', 'owners', 'to'] as const),
  ),
  pick: fc.nat(5),
});

function flagsOf({ by, pick }: FlagsSketch, sets: readonly SetSketch[]): MeetingWorld['flags'] {
  const everything = { target: [], exclude: [] };
  const filled = sets.flatMap((set, number) => (set.rows.length === 0 ? [] : [{ set, number }]));
  const one = filled[pick % Math.max(1, filled.length)];
  if (one === undefined || by === 'nothing') return everything;
  const name = SETS[one.number];
  switch (by) {
    case 'target':
      return { ...everything, target: [`contact/${name}/*`] };
    case 'exclude':
      return { ...everything, exclude: [`contact/${name}/*`] };
    case 'files':
      return { ...everything, files: [`migrations/000${one.number + 1}-${name}.yaml`] };
    case 'owners':
      return { ...everything, owners: [String(one.set.head['owner'])] };
    case 'to':
      return { ...everything, to: [`000${one.number + 1}`] };
  }
}

function meetingWorldsOf(size: Size, mayHide: boolean): fc.Arbitrary<MeetingWorld> {
  return fc
    .record({
      calm: fc.boolean(),
      people: peopleSketches(size),
      sets: fc.array(setSketches(size), { minLength: 1, maxLength: SETS.length }),
      merges: fc.oneof(fc.constant<MergeSketch[]>([]), fc.array(merge, { minLength: 1, maxLength: 2 })),
      flags: flagsSketches,
    })
    .map(({ calm, people, sets, merges, flags }) => {
      const keys = calm ? CALM : MIXED;
      const contacts = liveOf(people, keys, { calm, mayHide });
      const files = new Map([
        ['interform.yaml', PROJECT],
        ['migrations/tags.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [gold, vip]\n'],
      ]);
      for (const [number, set] of sets.entries()) {
        const rows = set.rows.map((row) => keyed(row, keys, calm));
        for (const [path, text] of filesOfSet(SETS[number] ?? '', number, set, rows)) files.set(path, text);
      }
      if (merges.length > 0) {
        const items = merges.map((one) => `  - ${JSON.stringify(mergeOf(one, contacts, size))}\n`).join('');
        files.set('migrations/merges.yaml', `apiVersion: interform/v1\nkind: Merges\nmerges:\n${items}`);
      }
      return shownAs({ seed: seedOf(contacts), files, flags: flagsOf(flags, sets) });
    });
}

function seedOf(contacts: readonly SeedContact[]): EmulatorSeed {
  return { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US', timezone: 'Europe/Dublin' }, contacts };
}

/** A counterexample in readable form: what is live, the files, the flags. */
function shownAs(world: MeetingWorld): MeetingWorld {
  const show = () =>
    [
      '',
      ...(world.seed.contacts ?? []).map((contact) => JSON.stringify(contact)),
      ...[...world.files].map(([path, text]) => `# ${path}\n${text}`),
      JSON.stringify(world.flags),
    ].join('\n');
  // Not enumerable, so a copy of the world does not show this one.
  return Object.defineProperty(world, fc.toStringMethod, { value: show });
}

/** At most fifteen rows and five people on four emails and five external_ids. */
export const meetingWorlds: fc.Arbitrary<MeetingWorld> = meetingWorldsOf(FEW, true);

/** Up to 135 rows: findings are counted, and a lookup takes more than one group of filters. */
export const crowdedWorlds: fc.Arbitrary<MeetingWorld> = fc.oneof(
  meetingWorldsOf(CROWD, false),
  meetingWorldsOf(WRONG, false),
);

/** Up to 660 rows: three of many findings are shown, and which ones depends on which are found first. */
export const throngedWorlds: fc.Arbitrary<MeetingWorld> = meetingWorldsOf(THRONG, false);
