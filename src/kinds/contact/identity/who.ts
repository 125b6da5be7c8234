import type { Origin } from '../../../types/declaration.ts';
import type { Json } from '../../../types/json.ts';
import type { Place } from '../../../types/place.ts';
import { emailKey, samePersonValue } from '../../people/person-values.ts';
import { inOrder } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** A value of one set for one person. */
export interface SaidOf {
  readonly value: Json;
  readonly place: Place;
  readonly declaration: ContactDeclaration;
}

/** The result for one field: the value that counts, and the values that it overrules. */
export interface Decided extends SaidOf {
  /** For lists, which unite: what each set adds. */
  readonly united: readonly SaidOf[];
  readonly lost: readonly SaidOf[];
  /** True where sets of equal precedence disagree, which only a plan decides. */
  readonly undecided: boolean;
}

/** A declared person, as far as manifests tell without the workspace. */
export interface DeclaredPerson {
  /** By precedence, then in the order of the manifests. */
  readonly members: readonly ContactDeclaration[];
  readonly fields: ReadonlyMap<string, Decided>;
  readonly ownerTags: readonly string[];
  readonly origins: readonly Origin[];
}

/** The lists of all sets are united. */
const LISTS: ReadonlySet<string> = new Set(['tags', 'companies']);

/**
 * The people that this email, external_id or id means, with everything that is declared of them: one person, or several
 * where users share an email. As in a plan for new people, id and external_id identify a person, and email identifies one
 * who has neither.
 */
export function whoIs(declared: readonly ContactDeclaration[], key: string): readonly DeclaredPerson[] {
  const named = declared.filter((one) => isNamed(one, key));
  const ids = new Set(named.flatMap(({ id }) => id ?? []));
  const externalIds = new Set(named.flatMap(({ externalId }) => externalId ?? []));
  const emails = new Set(named.flatMap(({ email }) => (email === undefined ? [] : [emailKey(email)])));
  const near = declared.filter(
    ({ id, externalId, email }) =>
      (id !== undefined && ids.has(id)) ||
      (externalId !== undefined && externalIds.has(externalId)) ||
      (email !== undefined && emails.has(emailKey(email))),
  );
  const meant = new Set(named);
  return groups(near)
    .filter((members) => members.some((member) => meant.has(member)))
    .map(personOf);
}

function isNamed({ id, externalId, email }: ContactDeclaration, key: string): boolean {
  return id === key || externalId === key || (email !== undefined && emailKey(email) === emailKey(key));
}

function groups(declared: readonly ContactDeclaration[]): readonly (readonly ContactDeclaration[])[] {
  const found: ContactDeclaration[][] = [];
  const own = declared.filter(({ id, externalId }) => id !== undefined || externalId !== undefined);
  for (const one of own) {
    const same = found.filter((group) =>
      group.some(
        ({ id, externalId }) =>
          (id !== undefined && id === one.id) || (externalId !== undefined && externalId === one.externalId),
      ),
    );
    // An id together with an external_id can show that two groups are one.
    for (const other of same) found.splice(found.indexOf(other), 1);
    found.push([...same.flat(), one]);
  }
  for (const one of declared.filter((declaration) => !own.includes(declaration))) {
    const email = emailKey(one.email ?? '');
    const same = found.filter((group) => group.some((other) => emailKey(other.email ?? '') === email));
    if (same.length === 1) same[0]?.push(one);
    else found.push([one]);
  }
  return found;
}

function personOf(group: readonly ContactDeclaration[]): DeclaredPerson {
  const members = [...group].sort((a, b) => b.set.precedence - a.set.precedence || a.order - b.order);
  const said = new Map<string, SaidOf[]>();
  for (const declaration of members) {
    for (const [path, { value, place }] of declaration.cells)
      said.set(path, [...(said.get(path) ?? []), { value, place, declaration }]);
  }
  const fields = new Map([...said].map(([path, values]) => [path, decide(path, values)] as const));
  return {
    members,
    fields: inOrder(fields),
    ownerTags: [...new Set(members.flatMap(({ set }) => set.prune?.ownerTag ?? []))],
    origins: [...new Set(members.flatMap(({ origins }) => origins ?? []))],
  };
}

/** `values` are ordered by precedence, the highest first. */
function decide(path: string, values: readonly SaidOf[]): Decided {
  const [winner, ...others] = values;
  if (winner === undefined) throw new Error(`nothing is said of ${path}`);
  if (LISTS.has(path)) {
    const names = values.flatMap(({ value }) => (Array.isArray(value) ? value : []));
    return { ...winner, value: [...new Set(names)], united: values, lost: [], undecided: false };
  }
  const lost = others.filter(({ value }) => !samePersonValue(path, winner.value, value));
  const { precedence } = winner.declaration.set;
  const undecided = lost.some(({ declaration }) => declaration.set.precedence === precedence);
  return { ...winner, united: [], lost, undecided };
}
