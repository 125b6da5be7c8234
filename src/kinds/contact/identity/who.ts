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

/** What becomes of one field: the value that counts, and those that it wins over. */
export interface Decided extends SaidOf {
  /** For lists, which unite: what each set adds. */
  readonly united: readonly SaidOf[];
  readonly lost: readonly SaidOf[];
  /** True where sets of equal precedence disagree, which is for a plan to say. */
  readonly undecided: boolean;
}

/** Somebody that manifests declare, as far as they tell without the workspace. */
export interface DeclaredPerson {
  /** By precedence, then in the order of the manifests. */
  readonly members: readonly ContactDeclaration[];
  readonly fields: ReadonlyMap<string, Decided>;
  readonly ownerTags: readonly string[];
  readonly origins: readonly Origin[];
}

/** Lists of all sets unite. */
const LISTS: ReadonlySet<string> = new Set(['tags', 'companies']);

/**
 * Whom this email, external_id or id means, with everything that is declared of them: one person, or several where users share an
 * email. Who is one person is told by id and external_id, and by email for those who have neither, as a plan does for new people.
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
    // An id beside an external_id can show two groups to be one.
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

/** `values` begin with the one of the highest precedence. */
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
