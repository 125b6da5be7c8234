import { addressSegments } from '../../../types/address.ts';
import type { Catalog, DeclaredSet } from '../../../types/catalog.ts';
import { type Change, isMembership, type MembershipChange } from '../../../types/change.ts';
import type { Undone } from '../../../types/undoing.ts';
import { carriedAgain } from '../../carrying/carried-again.ts';
import { putsFormerTag } from '../../declared/united-tags.ts';
import { samePersonValue } from '../../people/person-values.ts';
import { combine, type Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { isOwnerTag, marksOf } from '../sets/owner-tags.ts';

/**
 * Addresses of the changes that the sets of today would make again:
 *
 *     the run                  again, where
 *     created a person         a set declares the person and creates missing people
 *     wrote a value            the sets still want it, unless only_if_empty keeps the old one
 *     added a tag, a company   a set wants it
 *     moved a former option    the option is under `was` still
 *     removed one, archived    an exact set does not want it, or a set prunes people whom it does not declare
 */
export function madeAgain(
  undone: readonly Undone[],
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
): readonly string[] {
  const keys = new Set(undone.flatMap(({ made }) => namesOf(made)));
  const byKey = new Map<string, ContactDeclaration[]>();
  const pruning = new Map(catalog.sets.map((set) => [set.name, set]));
  for (const declaration of declared) {
    const key = keyIn(declaration.address);
    if (!keys.has(key)) continue;
    const others = byKey.get(key);
    if (others === undefined) byKey.set(key, [declaration]);
    else others.push(declaration);
  }
  const isAgain = (one: Undone) => carriedAgain(one, catalog) || putsFormerTag(one.inverse, catalog);
  return undone.flatMap(({ made, inverse }) => {
    const members = [...new Set(namesOf(made).flatMap((key) => byKey.get(key) ?? []))];
    const wanted = combined(members, catalog);
    const left = pruning.get(made.context?.set ?? '');
    const isPrunedAgain =
      !members.some(({ set }) => set.name === left?.name) && isPruned(made, left, members.length > 0);
    const isWanted = wanted !== undefined && wants(wanted, { made, inverse }, catalog);
    return isPrunedAgain || isWanted || isAgain({ made, inverse }) ? [made.address] : [];
  });
}

/** The last segment of its address identifies a person in any set. */
function namesOf({ address, also }: Change): readonly string[] {
  return [address, ...also].map(keyIn);
}

function keyIn(address: string): string {
  return addressSegments(address)[2] ?? '';
}

function combined(declarations: readonly ContactDeclaration[], catalog: Catalog): Wanted | undefined {
  const members = declarations.toSorted((a, b) => b.set.precedence - a.set.precedence || a.order - b.order);
  const group = {
    members,
    all: members,
    person: undefined,
    convert: false,
    absorb: [],
    begins: { rank: 0, order: 0 },
  };
  // Errors of a declaration are reported when it is planned.
  return members.length === 0 ? undefined : combine(group, catalog, () => {});
}

/** Whether the set that pruned the person would do so again: it still prunes, and still does not declare the person. */
function isPruned({ action, fields }: Change, set: DeclaredSet | undefined, isDeclared: boolean): boolean {
  if (set?.prune === undefined) return false;
  if (action === 'archive') return set.prune.action === 'archive' && !set.retired && !isDeclared;
  const { tags } = fields;
  const owners = new Set(marksOf(set).map((name) => name.toLowerCase()));
  return (
    tags !== undefined && isMembership(tags) && tags.remove.some((name) => owners.has(name.toLowerCase()))
  );
}

function wants(wanted: Wanted, { made, inverse }: Undone, catalog: Catalog): boolean {
  if (made.action === 'create')
    return !wanted.archived && wanted.members.some(({ set }) => set.policy.on_missing === 'create');
  return Object.entries(inverse.fields).some(([path, field]) => {
    if (isMembership(field)) return wantsMembers(path, field, wanted, catalog);
    if (path === 'archived') return wanted.archived === field.before;
    const value = wanted.scalars.get(path);
    if (value === undefined || (value.onlyIfEmpty && field.after !== null)) return false;
    return samePersonValue(path, value.value, field.before ?? null);
  });
}

/** True where the undo removes a wanted name, or adds one that `exact` removes. */
function wantsMembers(
  path: string,
  { add, remove }: MembershipChange,
  wanted: Wanted,
  catalog: Catalog,
): boolean {
  const isTags = path === 'tags';
  const spelled = (name: string) => (isTags ? name.toLowerCase() : name);
  const names = isTags ? [...(wanted.tags ?? []), ...wanted.ownerTags] : (wanted.companies ?? []);
  const held = new Set(names.map(spelled));
  if (remove.some((name) => held.has(spelled(name)))) return true;
  const isExact = isTags ? wanted.exact.tags : wanted.exact.companies;
  const known = isTags ? catalog.tags : catalog.companies;
  return (
    isExact &&
    add.some((name) => {
      const key = spelled(name);
      return (
        !held.has(key) && known.get(key)?.declared !== undefined && !(isTags && isOwnerTag(name, catalog))
      );
    })
  );
}
