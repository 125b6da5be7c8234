import type { Json, JsonObject } from '../../src/types/json.ts';

/**
 * What a repository declares about its contact sets at one time, and how people change it: they move, retire, rename,
 * revert.
 */

/** All people, by number: their external_id and email never change. */
export const PEOPLE = ['ada', 'grace', 'alan', 'edith', 'hedy', 'joan'] as const;
export const REPOSITORIES = ['crm', 'shop'] as const;
export const VERSIONS = [1, 2, 3] as const;
/** Live tags that no `Tags` manifest declares, and that both repositories give to people. */
export const SHARED_TAGS = ['gold', 'vip'];
/** Patterns for the owner tags of both repositories. */
export const OWNER_PATTERNS = ['set-*', 'SHOP: *'];
/** Live owner tags that no repository knows; the second does not fit the patterns. */
export const UNKNOWN_TAGS = ['Set-ghost', 'asset-x'];

export interface Row {
  readonly person: number;
  readonly by: 'external_id' | 'both' | 'email' | 'id';
  readonly tags: readonly string[] | null;
}

export interface SetLife {
  readonly name: string;
  readonly was: readonly string[];
  /** 0: the file has no number, and counts in every version. */
  readonly version: number;
  readonly precedence: number;
  /** Null: nothing is pruned. */
  readonly owner: {
    readonly tag: string;
    readonly was: readonly string[];
    readonly action: 'untag' | 'archive';
  } | null;
  readonly retired: boolean;
  readonly defaults: readonly string[] | null;
  readonly exact: boolean;
  readonly rows: readonly Row[];
  /** A person whose row cannot be read, except for its keys. */
  readonly bad: Row | null;
}

export interface RepositoryLife {
  readonly name: (typeof REPOSITORIES)[number];
  readonly sets: readonly SetLife[];
  /** How many names were given out: none is used twice. */
  readonly names: number;
}

/** Tags that a repository declares, and that no other repository gives to anybody. */
export function declaredTags(repository: RepositoryLife['name']): readonly string[] {
  return [`${repository}-one`, `${repository}-two`];
}

/** An edit names its place by numbers that wrap around, so that each edit fits any repository. */
export type Edit =
  | { readonly do: 'move'; readonly person: number; readonly from: number; readonly to: number }
  | { readonly do: 'leave' | 'postpone'; readonly person: number }
  | { readonly do: 'join'; readonly set: number; readonly row: Row }
  | {
      readonly do: 'retire' | 'rename' | 'delete' | 'exact' | 'action' | 'mend' | 'empty';
      readonly set: number;
    }
  | { readonly do: 'rename owner'; readonly set: number; readonly remembers: boolean }
  | { readonly do: 'rename back'; readonly set: number }
  | { readonly do: 'defaults'; readonly set: number; readonly tags: readonly string[] }
  | { readonly do: 'version'; readonly set: number; readonly version: number }
  | { readonly do: 'spoil'; readonly set: number; readonly row: Row }
  | { readonly do: 'revert' };

export function ownerTag(repository: RepositoryLife['name'], name: string): string {
  return repository === 'shop' ? `shop: ${name}` : `set-${name}`;
}

/** The repository after an edit; `before` is what it was before the last ones. */
export function edited(now: RepositoryLife, edit: Edit, before: RepositoryLife): RepositoryLife {
  if (edit.do === 'revert') return { ...before, names: now.names };
  if (now.sets.length === 0) return now;
  const at = (index: number) => index % now.sets.length;
  const change = (index: number, to: (set: SetLife) => Partial<SetLife>): RepositoryLife => ({
    ...now,
    sets: now.sets.map((set, place) => (place === at(index) ? { ...set, ...to(set) } : set)),
  });
  const without = ({ rows }: SetLife, person: number) => rows.filter((row) => row.person !== person);
  const name = `${now.name}${now.names}`;
  switch (edit.do) {
    case 'move': {
      const moved = now.sets[at(edit.from)]?.rows.find(({ person }) => person === edit.person);
      if (moved === undefined || at(edit.from) === at(edit.to)) return now;
      const left = change(edit.from, (set) => ({ rows: without(set, edit.person) }));
      return {
        ...left,
        sets: left.sets.map((set, place) =>
          place === at(edit.to) ? { ...set, rows: [...without(set, edit.person), moved] } : set,
        ),
      };
    }
    case 'leave':
      return { ...now, sets: now.sets.map((set) => ({ ...set, rows: without(set, edit.person) })) };
    case 'postpone': {
      const last = Math.max(...VERSIONS);
      const sets = now.sets.map((set) => ({ ...set, rows: without(set, edit.person) }));
      const row: Row = { person: edit.person, by: 'both', tags: null };
      return {
        ...now,
        sets: sets.map((set, place) =>
          place === sets.length - 1 ? { ...set, version: last, rows: [...set.rows, row] } : set,
        ),
      };
    }
    case 'join':
      return change(edit.set, (set) => ({
        rows: [...without(set, edit.row.person), fitting(now, edit.row)],
      }));
    case 'empty':
      return change(edit.set, () => ({ rows: [] }));
    case 'retire':
      return change(edit.set, ({ retired, owner }) => ({ retired: !retired && owner !== null }));
    case 'rename': {
      const renamed = change(edit.set, (set) => ({ name, was: [...set.was, set.name] }));
      return { ...renamed, names: now.names + 1 };
    }
    case 'delete':
      return { ...now, sets: now.sets.filter((_, place) => place !== at(edit.set)) };
    case 'exact':
      return { ...now, sets: now.sets.map((set) => ({ ...set, exact: !set.exact })) };
    case 'action':
      return change(edit.set, ({ owner }) => ({
        owner: owner && { ...owner, action: owner.action === 'untag' ? 'archive' : 'untag' },
      }));
    case 'rename owner': {
      const renamed = change(edit.set, ({ owner }) => ({
        owner: owner && {
          ...owner,
          tag: ownerTag(now.name, name),
          was: edit.remembers ? [...owner.was, owner.tag] : [],
        },
      }));
      return { ...renamed, names: now.names + 1 };
    }
    case 'rename back':
      return change(edit.set, ({ owner }) => {
        const old = owner?.was.at(-1);
        if (owner === null || old === undefined) return {};
        return { owner: { ...owner, tag: old, was: [...owner.was.filter((tag) => tag !== old), owner.tag] } };
      });
    case 'defaults':
      return change(edit.set, () => ({ defaults: ownTags(now, edit.tags) }));
    case 'version':
      return change(edit.set, () => ({ version: edit.version }));
    case 'spoil':
      return change(edit.set, (set) => ({
        rows: without(set, edit.row.person),
        bad: fitting(now, edit.row),
      }));
    case 'mend':
      return { ...now, sets: now.sets.map((set) => ({ ...set, bad: null })) };
  }
}

/** `one` and `two` are the tags that this repository declares. */
export function ownTags({ name }: Pick<RepositoryLife, 'name'>, tags: readonly string[]): readonly string[] {
  return tags.map((tag) => (SHARED_TAGS.includes(tag) ? tag : `${name}-${tag}`));
}

export function fitting(repository: Pick<RepositoryLife, 'name'>, row: Row): Row {
  return { ...row, tags: row.tags && ownTags(repository, row.tags) };
}

/**
 * The files of a repository. People who are not live are declared by external_id and email, so that no second one is
 * created.
 */
export function filesOfLife(
  { name, sets }: RepositoryLife,
  liveId: (person: number) => string | undefined,
): ReadonlyMap<string, string> {
  const project = {
    apiVersion: 'interform/v1',
    kind: 'Project',
    workspace: { owner_tags: OWNER_PATTERNS },
  };
  const tags = { apiVersion: 'interform/v1', kind: 'Tags', tags: declaredTags(name) };
  const files = new Map([
    ['interform.yaml', JSON.stringify(project)],
    ['migrations/tags.yaml', JSON.stringify(tags)],
  ]);
  for (const set of sets) {
    const rows = set.rows.map((row) => cellsOf(row, liveId(row.person)));
    const bad = set.bad === null ? [] : [{ ...cellsOf(set.bad, liveId(set.bad.person)), phone: 'by post' }];
    const data = bad.length === 0 ? undefined : `${set.name}.json`;
    if (data !== undefined) files.set(`migrations/${data}`, JSON.stringify([...rows, ...bad]));
    const number = set.version === 0 ? '' : `000${set.version}-`;
    const { owner } = set;
    files.set(
      `migrations/${number}${set.name}.yaml`,
      JSON.stringify({
        apiVersion: 'interform/v1',
        kind: 'ContactSet',
        name: set.name,
        ...(set.was.length === 0 ? {} : { was: set.was }),
        ...(set.retired ? { retired: true } : {}),
        precedence: set.precedence,
        policy: { on_archived: 'unarchive', on_bad_row: 'skip', tags: set.exact ? 'exact' : 'add' },
        ...(set.defaults === null ? {} : { defaults: { tags: set.defaults } }),
        ...(data === undefined ? { contacts: rows } : { source: { file: data } }),
        ...(owner === null
          ? {}
          : {
              prune: {
                owner_tag: owner.was.length === 0 ? owner.tag : { name: owner.tag, was: owner.was },
                action: owner.action,
              },
            }),
      }),
    );
  }
  return files;
}

function cellsOf({ person, by, tags }: Row, id: string | undefined): JsonObject {
  const external_id: Json = PEOPLE[person] ?? '';
  const email: Json = emailOf(person);
  const keys = {
    external_id: { external_id },
    email: { email },
    both: { external_id, email },
    id: { id: id ?? '' },
  };
  return { ...keys[id === undefined ? 'both' : by], ...(tags === null ? {} : { tags: [...tags] }) };
}

export function emailOf(person: number): string {
  return `${PEOPLE[person]}@acme.test`;
}
