import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { emailKey } from '../person-values.ts';
import type { ContactDeclaration } from './declaration.ts';
import { keyPath } from './keys.ts';
import type { Wanted } from './wanted.ts';

/**
 * People that a declaration knows by nothing but their email, while this plan gives the same email to somebody else: from
 * then on several would match. What `on_conflict` says of that is said before it happens; but whoever other declarations
 * know as well cannot be left out, so that is always an error. Returns those to leave out.
 */
export function laterConflicts(
  wanted: readonly Wanted[],
  catalog: Catalog,
  report: Report,
): ReadonlySet<Wanted> {
  const gaining = gainers(wanted, catalog);
  const conflicting = new Set<Wanted>();
  for (const item of wanted) {
    // A duplicate that gave way is a declaration of its own once the lead is no lead any more.
    const member =
      item.members.find(isKnownByEmail) ?? (item.convert ? item.all.find(isKnownByEmail) : undefined);
    if (member?.email === undefined) continue;
    const others = [
      ...(gaining.get(keyOf(item.role, member.email)) ?? []),
      ...(item.convert ? usersOf(member.email, catalog) : []),
    ].filter((other) => other !== item.lead.address && other !== item.person?.id);
    if (others.length === 0) continue;
    conflicting.add(item);
    const skip = member.set.policy.on_conflict === 'skip' && item.members.length === 1;
    report({
      code: 'several-matches',
      severity: skip ? 'warning' : 'error',
      summary: `this plan gives a second ${item.role} the email that this one is known by${skip ? '; skipped' : ''}`,
      detail: others.join(', '),
      help: 'declare the id or external_id of both, or give them different emails',
      address: member.address,
      ...member.place,
    });
  }
  return conflicting;
}

/** A lead that is converted comes among the users of its email. */
function usersOf(email: string, { people }: Catalog): readonly string[] {
  return people.byEmail(email).flatMap(({ role, id }) => (role === 'user' ? [id] : []));
}

function isKnownByEmail(declaration: ContactDeclaration): boolean {
  return declaration.email !== undefined && keyPath(declaration) === 'email';
}

/** Role and email → addresses of declared people, and ids of others, who do not have this email yet and will. */
function gainers(wanted: readonly Wanted[], catalog: Catalog): ReadonlyMap<string, readonly string[]> {
  const gaining = new Map<string, string[]>();
  const put = (role: Wanted['role'], email: string, who: string) => {
    const key = keyOf(role, email);
    const others = gaining.get(key);
    if (others === undefined) gaining.set(key, [who]);
    else others.push(who);
  };
  const declared = new Set<string>();
  for (const item of wanted) {
    if (item.person !== undefined) declared.add(item.person.id);
    const email = emailAfter(item, catalog);
    const had = item.person?.role === item.role ? item.person.email : null;
    if (email !== null && (had === null || emailKey(had) !== emailKey(email)))
      put(item.role, email, item.lead.address);
  }
  for (const { lead, into } of catalog.merges) {
    const { person } = into;
    if (person === undefined || declared.has(person.id) || person.email !== null || lead.email === null)
      continue;
    put('user', lead.email, person.id);
  }
  return gaining;
}

function emailAfter({ person, scalars, lead }: Wanted, catalog: Catalog): string | null {
  const email = scalars.get('email');
  const live = person?.email ?? null;
  if (email !== undefined && !(email.onlyIfEmpty && live !== null))
    return typeof email.value === 'string' ? email.value : null;
  if (live !== null) return live;
  const merges = catalog.merges.into({ person, address: lead.address });
  return merges.map((merge) => merge.lead.email).find((inherited) => inherited !== null) ?? null;
}

function keyOf(role: Wanted['role'], email: string): string {
  return `${role} ${emailKey(email)}`;
}
