import type { Report } from '../../../types/diagnostic.ts';
import type { LivePerson } from '../../../types/person.ts';
import { spot } from '../../../types/place.ts';
import { emailKey } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { reportOn } from '../sets/rows.ts';
import { settleDuplicate } from './duplicates.ts';
import type { Identification } from './identify.ts';
import type { PlaceOfGroup } from './stations.ts';

/** All declarations of one person, the leading one first: by precedence, then by file order (design 3.5). */
export interface Group {
  readonly members: readonly ContactDeclaration[];
  /** Undefined for a new person. */
  readonly person: LivePerson | undefined;
  /** The members and the duplicates that were dropped for them, in no order. */
  readonly all: readonly ContactDeclaration[];
  /** A live lead becomes the declared user. */
  readonly convert: boolean;
  /** Leads that merge into this user. */
  readonly absorb: readonly LivePerson[];
  /** The position among the groups. */
  readonly begins: PlaceOfGroup;
}

function placeOf({ declaration, found }: Identified): PlaceOfGroup {
  const { externalId, role, set, order } = declaration;
  const rank = () => {
    if (found.state === 'live') return 0;
    if (externalId !== undefined) return 1;
    if (role === 'user') return 2;
    return set.identity.users === 'keep' ? 4 : 3;
  };
  return { rank: rank(), order };
}

export interface Identified {
  readonly declaration: ContactDeclaration;
  readonly found: Extract<Identification, { state: 'live' | 'none' }>;
}

interface OpenGroup {
  readonly begins: PlaceOfGroup;
  members: ContactDeclaration[];
  person: LivePerson | undefined;
  convert: boolean;
  /** Undefined while there is none. */
  absorb: Map<string, LivePerson> | undefined;
}

/**
 * Groups declarations by the person that they mean: by the live contact, or for new people by identity. The result does not
 * depend on the order of rows: people with a live contact or an external_id go first, then users by email, then leads.
 */
export function groupPeople(
  identified: readonly Identified[],
  report: Report,
  at: (station: 'joining' | 'closing', group: Pick<Group, 'begins'>) => void = () => {},
): readonly Group[] {
  const groups: OpenGroup[] = [];
  const byPerson = new Map<string, OpenGroup>();
  const byExternalId = new Map<string, OpenGroup>();
  const usersByEmail = new Map<string, Set<OpenGroup>>();
  const leadsByEmail = new Map<string, OpenGroup>();
  const live = identified.filter(({ found }) => found.state === 'live');
  const fresh = identified.filter(({ found }) => found.state === 'none');
  // Live people are known by their id; only a new person can turn out, by a key, to be one of the others.
  const asksExternalIds = fresh.some(({ declaration }) => declaration.externalId !== undefined);
  const asksEmails = fresh.some(({ declaration }) => declaration.externalId === undefined);

  const join = (group: OpenGroup, { declaration, found }: Identified) => {
    group.members.push(declaration);
    if (found.state === 'live') {
      group.convert ||= found.convert;
      if (found.absorb.length > 0) group.absorb ??= new Map();
      for (const lead of found.absorb) group.absorb?.set(lead.id, lead);
    }
    if (asksExternalIds && declaration.externalId !== undefined)
      byExternalId.set(declaration.externalId, group);
    if (!asksEmails || declaration.email === undefined) return;
    const email = emailKey(declaration.email);
    const isUser =
      group.convert ||
      group.person?.role === 'user' ||
      group.members.some((member) => member.role === 'user');
    if (!isUser) leadsByEmail.set(email, group);
    else usersByEmail.set(email, (usersByEmail.get(email) ?? new Set()).add(group));
  };
  const open = (item: Identified) => {
    const person = item.found.state === 'live' ? item.found.person : undefined;
    const group: OpenGroup = {
      begins: placeOf(item),
      members: [],
      person,
      convert: false,
      absorb: undefined,
    };
    groups.push(group);
    if (person !== undefined) byPerson.set(person.id, group);
    join(group, item);
  };
  const conflict = (declaration: ContactDeclaration) =>
    reportOn(
      [declaration],
      report,
    )({
      code: 'several-matches',
      severity: declaration.set.policy.on_conflict === 'skip' ? 'warning' : 'error',
      summary: 'several declared users have this email',
      detail: declaration.email ?? '',
      help: 'declare the external_id of the right one',
      address: declaration.address,
      ...declaration.place,
    });

  for (const item of live) {
    const known = item.found.state === 'live' ? byPerson.get(item.found.person.id) : undefined;
    if (known === undefined) open(item);
    else join(known, item);
  }
  for (const item of fresh.filter(({ declaration }) => declaration.externalId !== undefined)) {
    const known = byExternalId.get(item.declaration.externalId ?? '');
    if (known === undefined) open(item);
    else join(known, item);
  }
  for (const item of fresh.filter(
    ({ declaration }) => declaration.externalId === undefined && declaration.role === 'user',
  )) {
    at('joining', { begins: placeOf(item) });
    const known = [...(usersByEmail.get(emailKey(item.declaration.email ?? '')) ?? [])];
    if (known.length > 1) conflict(item.declaration);
    else if (known[0] !== undefined) join(known[0], item);
    else open(item);
  }
  // Leads that may be users go first, so that a lead beside a user is compared with all declarations of the user.
  const keepsLead = ({ declaration }: Identified) => declaration.set.identity.users === 'keep';
  const leads = fresh.filter(({ declaration }) => declaration.role === 'lead');
  for (const item of [...leads.filter((lead) => !keepsLead(lead)), ...leads.filter(keepsLead)]) {
    at('joining', { begins: placeOf(item) });
    joinLead(item, { usersByEmail, leadsByEmail, open, join, conflict, report });
  }
  return groups.map((group) => {
    at('closing', group);
    return close(group, report);
  });
}

interface LeadContext {
  readonly usersByEmail: ReadonlyMap<string, ReadonlySet<OpenGroup>>;
  readonly leadsByEmail: ReadonlyMap<string, OpenGroup>;
  open(item: Identified): void;
  join(group: OpenGroup, item: Identified): void;
  conflict(declaration: ContactDeclaration): void;
  readonly report: Report;
}

/** A new lead may have the email of a declared user: then `identity.users` decides. */
function joinLead(item: Identified, context: LeadContext): void {
  const { declaration } = item;
  const email = emailKey(declaration.email ?? '');
  const users = [...(context.usersByEmail.get(email) ?? [])];
  if (users.length > 0 && declaration.set.identity.users !== 'keep') {
    const [user] = users;
    if (declaration.set.identity.users === 'error') {
      reportOn(
        [declaration],
        context.report,
      )({
        code: 'user-exists',
        severity: 'error',
        summary: 'a declared user holds the email of this lead',
        detail: user?.members[0] === undefined ? '' : spot(user.members[0].place),
        help: 'declare the person once, or set identity.users: use',
        address: declaration.address,
        ...declaration.place,
      });
    } else if (users.length > 1) context.conflict(declaration);
    else if (user !== undefined) context.join(user, item);
    return;
  }
  const lead = context.leadsByEmail.get(email);
  if (lead !== undefined) {
    context.join(lead, item);
    return;
  }
  for (const user of users) refuseLeadBeside(user, item.declaration, context);
  context.open(item);
}

/**
 * Refuses a lead that this plan would create beside a user of the same email. From the next plan on it would be an error, or
 * be absorbed, unless the user's set keeps leads; and another set that takes the user for its lead would find the new lead
 * instead.
 */
function refuseLeadBeside(
  { members }: OpenGroup,
  declaration: ContactDeclaration,
  { report }: LeadContext,
): void {
  for (const member of members) {
    if (member.role === 'user' ? member.set.identity.leads === 'keep' : member.id !== undefined) continue;
    reportOn(
      [...members, declaration],
      report,
    )({
      code: 'lead-exists',
      severity: 'error',
      summary:
        member.role === 'user'
          ? 'a declared lead holds the email of this user'
          : 'another set creates a lead of this email beside the user',
      detail: `the lead is at ${spot(declaration.place)}`,
      help:
        member.role === 'user'
          ? 'declare the person once, or set identity.leads: keep to leave the lead beside the user'
          : 'declare the person once, or set identity.users alike in both sets',
      address: member.address,
      ...(member.cells.get('email')?.place ?? member.place),
    });
    return;
  }
}

/**
 * Refuses a set that does not accept a user as its lead: once this lead is converted, the set would create a new one, or be
 * an error.
 */
function refuseConverted({ members }: OpenGroup, report: Report): void {
  const user = members.find((member) => member.role === 'user');
  for (const member of members) {
    if (member.role === 'user' || member.id !== undefined || member.set.identity.users === 'use') continue;
    reportOn(
      members,
      report,
    )({
      code: 'user-exists',
      severity: 'error',
      summary: 'another declaration makes a user of this lead',
      detail: user === undefined ? '' : spot(user.place),
      help: 'declare the person once, or set identity.users: use',
      address: member.address,
      ...member.place,
    });
  }
}

function close(group: OpenGroup, report: Report): Group {
  const { members, person, convert } = group;
  const settled = members.length === 1 ? members : settledMembers(members, report);
  if (convert) refuseConverted(group, report);
  const absorb = group.absorb === undefined ? NOBODY : [...group.absorb.values()];
  return { members: settled, person, all: members, convert, absorb, begins: group.begins };
}

const NOBODY: readonly LivePerson[] = [];

/** One declaration for each set, the leading one first. */
function settledMembers(
  members: readonly ContactDeclaration[],
  report: Report,
): readonly ContactDeclaration[] {
  const bySet = new Map<string, ContactDeclaration>();
  for (const member of [...members].sort((a, b) => a.order - b.order)) {
    const earlier = bySet.get(member.set.name);
    bySet.set(
      member.set.name,
      earlier === undefined ? member : settleDuplicate(earlier, member, member.set, report),
    );
  }
  return [...bySet.values()].sort((a, b) => b.set.precedence - a.set.precedence || a.order - b.order);
}
