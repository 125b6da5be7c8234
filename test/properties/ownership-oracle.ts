import type { ContactSnapshot, EmulatorState } from '../../src/emulator/index.ts';
import { declaredTags, OWNER_PATTERNS, PEOPLE, type RepositoryLife, type SetLife } from './set-lives.ts';

/*
 * Who is live and which tags they carry after a repository is applied: told by the rules alone (docs/reference/manifests.md, Prune),
 * knowing nothing of how they are planned.
 *
 *   of somebody who carries the owner tag of a set that does not declare them
 *     a later version declares them, a skipped row names them, or any row is skipped   nothing
 *     nothing holds them any more and every set that they leave archives               archived
 *     else                                                                             untagged
 */

/** Lower-cased names of the tags of a live contact; undefined: not live. */
export type Person = ReadonlySet<string> | undefined;

export interface Population {
  readonly people: readonly Person[];
  /** What archived contacts carry; undefined: not archived. */
  readonly archived: readonly Person[];
  /** Lower-cased names of the tags that there are. */
  readonly tags: ReadonlySet<string>;
}

export interface Expected {
  readonly people: readonly Person[];
  readonly archived: readonly Person[];
  /** Whether somebody is unarchived: nobody could read before what they bring along. */
  readonly revives: boolean;
  readonly withheld: boolean;
  /** Whether something came of each rule. */
  readonly met: Readonly<Record<string, boolean>>;
}

export function populationOf(state: EmulatorState): Population {
  const all: readonly ContactSnapshot[] = state.allContacts();
  const carried = (name: string, wanted: ContactSnapshot['state']): Person => {
    const found = all.find((contact) => contact.external_id === name && contact.state === wanted);
    return found && new Set(found.tags.map((tag) => tag.toLowerCase()));
  };
  return {
    people: PEOPLE.map((name) => carried(name, 'live')),
    archived: PEOPLE.map((name) => carried(name, 'archived')),
    tags: new Set(state.tags().map(({ name }) => name.toLowerCase())),
  };
}

/** What a repository, up to a version where one is given, makes of what is live. */
export function expectedAfter(
  live: Population,
  repository: RepositoryLife,
  to: number | undefined,
): Expected {
  const isLater = ({ version }: SetLife) => to !== undefined && version > to;
  const sets = repository.sets.filter((set) => !isLater(set));
  const later = repository.sets.filter(isLater);
  const names = newNames(live, sets);
  const before = renamed(live, names);

  const skipped = new Set(sets.flatMap(({ bad, retired }) => (bad === null || retired ? [] : [bad.person])));
  const withheld = repository.sets.some(({ bad, retired }) => bad !== null && !retired);
  const declaredLater = new Set(later.flatMap((set) => declaredBy(set)));
  const known = new Set(sets.flatMap(ownerTagsOf));
  const laterTags = new Set(later.flatMap(ownerTagsOf));
  const prunes = (set: SetLife) => set.owner !== null && (set.retired || declaredBy(set).length > 0);

  const archived = [...before.archived];
  const met: Record<string, boolean> = {};
  const meet = (label: string, holds = true) => {
    met[label] = met[label] === true || holds;
  };
  meet('owner tag renamed', names.size > 0);
  let revives = false;

  const people = before.people.map((carried, person): Person => {
    const declaring = sets.filter((set) => declaredBy(set).includes(person));
    if (skipped.has(person)) {
      meet('left alone', carried !== undefined && declaring.length > 0);
      return carried;
    }
    if (carried === undefined) {
      if (declaring.length === 0) return undefined;
      const hidden = before.archived[person];
      revives ||= hidden !== undefined;
      archived[person] = undefined;
      return new Set([...(hidden ?? []), ...wantedOf(declaring, person)]);
    }
    const after = new Set([...carried, ...wantedOf(declaring, person)]);
    if (withheld || declaredLater.has(person)) {
      const leaves = sets.some(
        (set) => prunes(set) && !declaring.includes(set) && ownerTagsOf(set).some((tag) => carried.has(tag)),
      );
      meet('withheld', withheld && leaves);
      meet('declared later', !withheld && leaves);
      return after;
    }
    takeExact(after, declaring, person, repository, new Set([...known, ...laterTags]));
    // Whoever stays a member under another owner tag loses the old one.
    for (const old of declaring.flatMap(({ owner }) => owner?.was ?? [])) {
      meet('moves to the new owner tag', after.has(old.toLowerCase()));
      after.delete(old.toLowerCase());
    }

    const leaving = sets.filter(
      (set) => prunes(set) && !declaring.includes(set) && ownerTagsOf(set).some((tag) => carried.has(tag)),
    );
    if (leaving.length === 0) return after;
    const left = new Set(leaving.flatMap(ownerTagsOf));
    const foreign = [...carried].filter(
      (tag) => laterTags.has(tag) || (!known.has(tag) && matchesPattern(tag)),
    );
    const held =
      declaring.length > 0 ||
      [...carried].some((tag) => (known.has(tag) && !left.has(tag)) || foreign.includes(tag));
    const archives = leaving.every(({ retired, owner }) => !retired && owner?.action === 'archive');
    if (!held && archives) {
      meet('archived');
      archived[person] = after;
      return undefined;
    }
    meet('held by a set', declaring.length > 0);
    meet('held by a foreign tag', foreign.length > 0);
    meet('untagged', !held);
    meet(
      'retired',
      leaving.some(({ retired }) => retired),
    );
    meet('would be archived', archives);
    const keeping = sets.filter(
      (set) => !leaving.includes(set) && ownerTagsOf(set).some((tag) => carried.has(tag)),
    );
    const wanted = new Set([...wantedOf(declaring, person), ...keeping.flatMap(defaultsOf)]);
    for (const set of leaving) {
      for (const tag of defaultsOf(set)) {
        const stays = foreign.length > 0 || wanted.has(tag);
        meet('default tag stays', stays && carried.has(tag));
        meet('default tag goes', !stays && carried.has(tag));
        if (!stays) after.delete(tag);
      }
      for (const tag of ownerTagsOf(set)) after.delete(tag);
    }
    return after;
  });
  return { people, archived, revives, withheld, met };
}

/** Whom a set declares; a retired one nobody. */
function declaredBy({ retired, rows }: SetLife): readonly number[] {
  return retired ? [] : rows.map(({ person }) => person);
}

/** The owner tag and those that it was; lower-cased. */
function ownerTagsOf({ owner }: SetLife): readonly string[] {
  return owner === null ? [] : [owner.tag, ...owner.was].map((tag) => tag.toLowerCase());
}

/** Lower-cased. */
function defaultsOf({ defaults }: SetLife): readonly string[] {
  return (defaults ?? []).map((tag) => tag.toLowerCase());
}

/** The lists of all the sets that declare somebody, and the tags that mark their members. */
function wantedOf(declaring: readonly SetLife[], person: number): ReadonlySet<string> {
  const wanted = declaring.flatMap(({ defaults, rows, owner }) => [
    ...(defaults ?? []),
    ...(rows.find((row) => row.person === person)?.tags ?? []),
    ...(owner === null ? [] : [owner.tag]),
  ]);
  return new Set(wanted.map((tag) => tag.toLowerCase()));
}

/** Takes off what an exact list does not name: tags that the repository declares, and never an owner tag. */
function takeExact(
  tags: Set<string>,
  declaring: readonly SetLife[],
  person: number,
  { name }: RepositoryLife,
  owners: ReadonlySet<string>,
): void {
  const isListed = ({ defaults, rows }: SetLife) =>
    defaults !== null || (rows.find((row) => row.person === person)?.tags ?? null) !== null;
  if (!declaring.some((set) => set.exact && isListed(set))) return;
  const wanted = wantedOf(declaring, person);
  for (const tag of declaredTags(name)) if (!wanted.has(tag) && !owners.has(tag)) tags.delete(tag);
}

/** An owner tag that is not there takes the place of the one that it was: the tag itself is renamed. */
function newNames(live: Population, sets: readonly SetLife[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const set of sets) {
    const { owner } = set;
    // A set without members does nothing: it may be empty by mistake.
    if (declaredBy(set).length === 0) continue;
    if (owner === null || live.tags.has(owner.tag.toLowerCase())) continue;
    const old = owner.was.map((tag) => tag.toLowerCase()).filter((tag) => live.tags.has(tag));
    if (old.length === 1 && old[0] !== undefined) names.set(old[0], owner.tag.toLowerCase());
  }
  return names;
}

function renamed(live: Population, names: ReadonlyMap<string, string>): Population {
  const now = (tags: Person) => tags && new Set([...tags].map((tag) => names.get(tag) ?? tag));
  return { ...live, people: live.people.map(now), archived: live.archived.map(now) };
}

function matchesPattern(tag: string): boolean {
  return OWNER_PATTERNS.some((pattern) => tag.startsWith(pattern.replace('*', '').toLowerCase()));
}
