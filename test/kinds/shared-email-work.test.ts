import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src/app/catalog.ts';
import { lookUpAll } from '../../src/app/planning/look-up.ts';
import { readRest } from '../../src/kinds/contact/comparing/read-rest.ts';
import type { ContactDeclaration } from '../../src/kinds/contact/declaration.ts';
import { foundKeys } from '../../src/kinds/contact/identity/meeting-keys.ts';
import { planPart, settlePart } from '../../src/kinds/contact/identity/part.ts';
import type { KindReader } from '../../src/kinds/kind-reader.ts';
import { diffMerges } from '../../src/kinds/merge/diff.ts';
import { createPeopleIndex } from '../../src/kinds/people/people-index.ts';
import { foundPeople } from '../../src/kinds/people/person-values.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { LivePerson, PeopleIndex } from '../../src/types/person.ts';
import { personOf, setOf } from '../app/planning/people.ts';
import { contact } from '../audit/contact.ts';

const EMAIL = 'team@acme.test';

/** Users by external_id, so many, who share one email; what is live of them, and what the set says of an email that is shared. */
interface World {
  readonly live: (at: number) => readonly WireContact[];
  readonly leads?: number;
  /** One user is declared, and so many leads are live instead. */
  readonly absorbing?: true;
  readonly shared?: 'allow' | 'error';
  readonly tags?: boolean;
}

const user = (at: number, email = EMAIL, external = `person-${at}`) =>
  contact({ id: `${email} ${external}`, external_id: external, email, created_at: at });
const full = (wire: WireContact): WireContact => ({
  ...wire,
  tags: { data: [], has_more: true, total_count: 0 },
});
const WORLDS: Readonly<Record<string, World>> = {
  'nobody is live': { live: () => [] },
  'nobody is live, and none may share': { live: () => [], shared: 'error' },
  'all are live': { live: (at) => [user(at)] },
  'all are live with more tags than are embedded': { live: (at) => [full(user(at))], tags: true },
  'all are live beside a lead of the email': { live: (at) => [user(at)], leads: 1 },
  'one is live and absorbs as many leads': { live: (at) => [user(at)], absorbing: true },
  'one is live with another email and absorbs as many leads': {
    live: (at) => [user(at, 'own@acme.test')],
    absorbing: true,
  },
  'as many leads are live of which one becomes the user': { live: () => [], absorbing: true },
  'nobody is live but a lead of the email': { live: () => [], leads: 1 },
  'all are live with another email': { live: (at) => [user(at, `own-${at}@acme.test`)] },
  'all are live with another email, and none may share': {
    live: (at) => [user(at, `own-${at}@acme.test`)],
    shared: 'error',
  },
  'as many others of the email are live': { live: (at) => [user(at, EMAIL, `other-${at}`)] },
  'all are live beside as many others': { live: (at) => [user(at), user(at, EMAIL, `other-${at}`)] },
};

/** How often properties of declarations and of live people are looked at while so many rows are planned. */
async function workOf(world: World, size: number) {
  const { live, absorbing, shared = 'allow', tags = false } = world;
  const rows = absorbing ? 1 : size;
  const leads = absorbing ? size : (world.leads ?? 0);
  let reads = 0;
  const watched = new WeakMap<object, object>();
  const watch = <T extends object>(value: T): T => {
    const known = watched.get(value);
    // It is a proxy of the same value.
    if (known !== undefined) return known as T;
    const proxy = new Proxy(value, {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
    watched.set(value, proxy);
    watched.set(proxy, proxy);
    return proxy;
  };
  const set = setOf({
    name: 'people',
    identity: { leads: 'absorb' },
    policy: { shared_email: shared },
  });
  const declared = Array.from({ length: rows }, (_, at): ContactDeclaration => {
    const one = personOf(set, at, { externalId: `person-${at}`, email: EMAIL });
    const cells = new Map(one.cells);
    if (tags) cells.set('tags', { value: ['vip'], place: one.place });
    return watch({ ...one, cells });
  });
  const wires = [
    ...declared.flatMap((_, at) => live(at)),
    ...Array.from({ length: leads }, (_, at) => contact({ id: `lead-${at}`, role: 'lead', email: EMAIL })),
  ];
  const read = {
    contacts: async (keys) => {
      const asked = new Set(keys.map(({ field, value }) => `${field} ${value}`));
      const contacts = wires.filter(
        ({ external_id, email }) => asked.has(`external_id ${external_id}`) || asked.has(`email ${email}`),
      );
      return { contacts, incomplete: [] };
    },
    contactTags: async () => [],
    contactCompanies: async () => [],
  } satisfies Partial<KindReader>;
  const people = watchedPeople(createPeopleIndex(), watch);
  const catalog = { ...createCatalog({ online: true, timezone: 'UTC', sets: [set] }), people };
  // Nothing else is read.
  const reader = read as Partial<KindReader> as KindReader;
  await lookUpAll(
    declared.map((declaration, row) => ({ row, declaration })),
    [],
    catalog,
    reader,
  );
  await readRest(declared, catalog, reader);
  const walked = new Set<readonly LivePerson[]>();
  for (const declaration of declared)
    foundKeys(declaration, people, { ids: true, phones: true }, { take: () => {}, walked });
  const findings: Diagnostic[] = [];
  const report = (finding: Diagnostic) => findings.push(finding);
  const settled = settlePart(
    declared,
    catalog,
    { identity: report, conflicts: report, station: () => {} },
    () => {},
  );
  planPart(settled, catalog, new Set());
  diffMerges({ unchanged: [], skipped: [] }, catalog, report);
  return { reads, findings };
}

/** The same people, each watched; a list of people is one list as long as it is one. */
function watchedPeople(people: PeopleIndex, watch: <T extends object>(value: T) => T): PeopleIndex {
  const lists = new WeakMap<readonly LivePerson[], readonly LivePerson[]>();
  const one = (person: LivePerson | undefined) => (person === undefined ? undefined : watch(person));
  const all = (list: readonly LivePerson[]) => {
    const known = lists.get(list) ?? watch(list.map(watch));
    lists.set(list, known);
    return known;
  };
  return {
    ...people,
    byId: (id) => one(people.byId(id)),
    byExternalId: (externalId) => one(people.byExternalId(externalId)),
    byEmail: (email) => all(people.byEmail(email)),
  };
}

describe('the work of planning people of one email', () => {
  it.each(Object.entries(WORLDS))('grows as their number does where %s', async (_, world) => {
    const [some, twice] = [await workOf(world, 150), await workOf(world, 300)];
    expect(some.reads).toBeGreaterThan(150);
    expect(twice.reads / some.reads).toBeLessThan(2.2);
  });

  it('finds what it found: who gets the email second, and of how many', async () => {
    const { findings } = await workOf({ live: () => [], shared: 'error' }, 3);
    expect(findings.map(({ code, detail, address }) => `${code} ${detail} ${address}`)).toEqual([
      'shared-email contact/people/0 contact/people/1',
      'shared-email contact/people/0 contact/people/2',
    ]);
    const moves: World = { live: (at) => [user(at, at === 0 ? EMAIL : 'own@acme.test')], shared: 'error' };
    expect((await workOf(moves, 3)).findings.map(({ summary, detail }) => `${summary}: ${detail}`)).toEqual([
      `another live user already has this email: ${EMAIL} person-0`,
      `another live user already has this email: ${EMAIL} person-0`,
    ]);
  });
});

describe('the live people of an email', () => {
  it('are one list, put in order once, until something of them changes', () => {
    const people = createPeopleIndex();
    const add = (...contacts: readonly WireContact[]) =>
      people.add([], foundPeople({ contacts, incomplete: [] }));
    add(user(2), user(1));
    const list = people.byEmail(EMAIL);
    expect(list.map(({ external_id }) => external_id)).toEqual(['person-1', 'person-2']);
    expect(people.byEmail(EMAIL)).toBe(list);
    add(user(0));
    expect(people.byEmail(EMAIL).map(({ created_at }) => created_at)).toEqual([0, 1, 2]);
    people.setLists(`${EMAIL} person-1`, { tags: ['vip'] });
    expect(people.byEmail(EMAIL).map(({ tags }) => tags)).toEqual([[], ['vip'], []]);
    add(user(1, 'own@acme.test', 'person-1'), { ...user(1), email: 'own@acme.test' });
    expect(people.byEmail(EMAIL).map(({ created_at }) => created_at)).toEqual([0, 2]);
  });
});
