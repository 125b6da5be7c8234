import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { type GainedEmails, type Gainer, gainedEmails } from './gained-emails.ts';
import { keyPath } from './keys.ts';
import { STATIONS, type Station } from './stations.ts';

/**
 * Finds what the next plan would find differently, because this plan gives somebody an email by which another declaration
 * finds its person. It is reported before anything is written, so that no plan leaves an error behind:
 *
 *   who gets it        the other declaration is …                     it is
 *   another user       a user or lead known by nothing but the email  what `on_conflict` says
 *   a live lead        a user whose set does not keep leads,          lead-exists
 *                      or a lead that is taken for a user
 *   anybody            left out by `on_missing: skip`                 lead-exists, user-exists, or a warning that it is found then
 *
 * Returns the people to leave out.
 */
export function laterConflicts(
  { wanted, missing }: { readonly wanted: readonly Wanted[]; readonly missing: readonly Wanted[] },
  catalog: Catalog,
  report: Report,
  station: Station,
): ReadonlySet<Wanted> {
  const gained = gainedEmails(wanted, catalog);
  const conflicting = new Set<Wanted>();
  for (const item of wanted) {
    station(STATIONS.conflicts, item.lead.order);
    if (refuseSecond(item, gained, catalog, report)) conflicting.add(item);
    if (item.role === 'user') refuseLeadBeside(item, gained, report);
  }
  for (const { all, begins } of missing) {
    station(STATIONS.appearing + begins.rank, begins.order);
    for (const member of all) tellAppearing(member, gained, report);
  }
  return conflicting;
}

/**
 * True where a declaration knows its person only by an email that this plan gives to somebody else: the next plan would
 * match several. What `on_conflict` says of that is reported now. People that other declarations know as well, or that
 * something is merged into, cannot be left out, so for them it is always an error.
 */
function refuseSecond(item: Wanted, gained: GainedEmails, catalog: Catalog, report: Report): boolean {
  // A duplicate that was dropped is still looked up by itself.
  const member = item.members.find(isKnownByEmail) ?? item.all.find(isKnownByEmail);
  if (member?.email === undefined) return false;
  const others = [
    ...gained.of(item.role, member.email).map(({ who }) => who),
    ...(item.convert ? usersOf(member.email, catalog) : []),
  ].filter((other) => other !== item.lead.address && other !== item.person?.id);
  if (others.length === 0) return false;
  const merges = catalog.merges.into({ person: item.person, address: item.lead.address });
  const skip = member.set.policy.on_conflict === 'skip' && item.all.length === 1 && merges.length === 0;
  report({
    code: 'several-matches',
    severity: skip ? 'warning' : 'error',
    summary: `this plan gives a second ${item.role} the email that this one is known by${skip ? '; skipped' : ''}`,
    detail: others.join(', '),
    help: 'declare the id or external_id of both, or give them different emails',
    address: member.address,
    ...member.place,
  });
  return true;
}

/** Refuses a live lead that gets the email of a user; new leads were compared with users when people were grouped. */
function refuseLeadBeside({ all }: Wanted, gained: GainedEmails, report: Report): void {
  for (const member of all) {
    if (member.email === undefined) continue;
    if (member.role === 'user' ? member.set.identity.leads === 'keep' : member.id !== undefined) continue;
    const lead = gained.of('lead', member.email).find(({ live }) => live);
    if (lead === undefined) continue;
    reportLead(member, lead, report);
    return;
  }
}

function reportLead(member: ContactDeclaration, lead: Gainer, report: Report): void {
  const isUser = member.role === 'user';
  report({
    code: 'lead-exists',
    severity: 'error',
    summary: isUser
      ? 'this plan gives a lead the email of this user'
      : 'this plan gives a lead the email by which another set takes a user for its lead',
    detail: `the lead is ${lead.who}`,
    help: isUser
      ? 'give them different emails, or set identity.leads: keep to leave the lead beside the user'
      : 'declare the user by its id, or give them different emails',
    address: member.address,
    ...(member.cells.get('email')?.place ?? member.place),
  });
}

/**
 * Reports a declaration that `on_missing: skip` leaves out because nobody is live, while this plan makes somebody live whom
 * it would match.
 */
function tellAppearing(member: ContactDeclaration, gained: GainedEmails, report: Report): void {
  const { email, role, set } = member;
  if (email === undefined || member.id !== undefined) return;
  const users = gained.of('user', email).filter((user) => isFoundBy(member, user));
  const leads = gained.of('lead', email);
  const at = { address: member.address, ...(member.cells.get('email')?.place ?? member.place) };
  const [lead] = leads;
  if (role === 'user' && users.length === 0 && lead !== undefined) {
    if (set.identity.leads === 'error') reportLead(member, lead, report);
    if (set.identity.leads !== 'absorb') return;
  }
  if (role === 'lead' && leads.length === 0) {
    if (users.length > 0 && set.identity.users === 'error') {
      report({
        code: 'user-exists',
        severity: 'error',
        summary: 'this plan gives a user the email of this lead',
        detail: users.map(({ who }) => who).join(', '),
        help: 'declare the person once, or set identity.users: use',
        ...at,
      });
    }
    if (set.identity.users !== 'use') return;
  }
  const found = role === 'lead' && leads.length > 0 ? leads : [...users, ...leads];
  if (found.length === 0) return;
  report({
    code: 'found-next-time',
    severity: 'warning',
    summary: 'on_missing: skip leaves this contact out, and this plan makes somebody live who has its email',
    detail: found.map(({ who }) => who).join(', '),
    help: 'plan again after the apply, or declare both by the same id or external_id',
    ...at,
  });
}

/** A user with an external_id is another person for a declaration with a different one (design 4). */
function isFoundBy(member: ContactDeclaration, user: Gainer): boolean {
  if (member.role === 'lead' || isKnownByEmail(member)) return true;
  return member.set.identity.by.has('email') && !user.hasExternalId;
}

/** The live users with the email, among whom a converted lead will be. */
function usersOf(email: string, { people }: Catalog): readonly string[] {
  return people.byEmail(email).flatMap(({ role, id }) => (role === 'user' ? [id] : []));
}

function isKnownByEmail(declaration: ContactDeclaration): boolean {
  return declaration.email !== undefined && keyPath(declaration) === 'email';
}
