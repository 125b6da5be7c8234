import type { Report } from '../../../types/diagnostic.ts';
import type { LivePerson, PeopleIndex } from '../../../types/person.ts';
import { ofRole } from '../../people/of-role.ts';
import { emailKey } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** Which live contact a declaration means by itself; declarations of several sets are grouped afterwards. */
export type Identification =
  | {
      readonly state: 'live';
      readonly person: LivePerson;
      readonly convert: boolean;
      readonly absorb: readonly LivePerson[];
    }
  | { readonly state: 'none' }
  | { readonly state: 'incomplete' }
  | { readonly state: 'refused' }
  | { readonly state: 'skipped' };

/** The identity table (design 4), row by row. Reports errors; no decision depends on the order of rows. */
export function identify(
  declaration: ContactDeclaration,
  people: PeopleIndex,
  report: Report,
): Identification {
  if (declaration.id !== undefined) return identifyById(declaration, declaration.id, people, report);
  return declaration.role === 'lead'
    ? identifyLead(declaration, people, report)
    : identifyUser(declaration, people, report);
}

function identifyById(
  declaration: ContactDeclaration,
  id: string,
  people: PeopleIndex,
  report: Report,
): Identification {
  if (people.incomplete({ field: 'id', value: id })) return { state: 'incomplete' };
  const person = people.byId(id);
  if (person !== undefined) {
    const leads = leadsOf(declaration, people).filter((lead) => lead.id !== id);
    if (person.role === 'lead' && declaration.role === 'user')
      return convertById(declaration, person, people, report);
    if (declaration.role === 'lead' && !hasEmail(person, declaration.email)) {
      const taken = emailTaken(declaration, person, people);
      if (taken !== undefined) return refuse(declaration, report, taken);
    }
    if (person.role === 'user' && declaration.role === 'lead') warnLeadIsUser(declaration, person, report);
    return withLeads(declaration, person, leads, report);
  }
  const fate = people.fate(id);
  const merged =
    fate?.state === 'merged'
      ? ` was merged into ${fate.into ?? 'another contact'}`
      : ' does not exist, or is archived';
  report({
    code: 'contact-id-gone',
    severity: 'error',
    summary: 'the declared id is no live contact',
    detail: `${id}${merged}`,
    help:
      fate?.state === 'merged'
        ? 'declare the contact that it was merged into'
        : 'remove the id; Intercom gives ids itself',
    address: declaration.address,
    ...(declaration.cells.get('id')?.place ?? declaration.place),
  });
  return { state: 'refused' };
}

/**
 * Why a contact that a manifest declares as a lead, by its id, cannot get the declared email. Nothing is absorbed into a
 * contact that the manifest takes for a lead.
 */
function emailTaken(
  { email, set }: ContactDeclaration,
  person: LivePerson,
  people: PeopleIndex,
): Refusal | undefined {
  if (email === undefined || !people.asked({ field: 'email', value: email })) return undefined;
  const others = people.byEmail(email).filter(({ id }) => id !== person.id);
  const leads = others.filter(({ role }) => role === 'lead');
  const users = others.filter(({ role }) => role === 'user');
  if (person.role === 'user') {
    if (leads.length === 0 || set.identity.leads === 'keep') return undefined;
    return {
      ...leadExists(leads),
      summary: 'the declared id is that of a user, and a live lead holds the email that it would get',
      help: 'declare role: user and identity.leads: absorb to merge the lead into it, or declare the lead by its own id',
    };
  }
  if (leads.length > 0) {
    return {
      code: 'several-matches',
      summary: 'another live lead holds the email that this lead would get',
      detail: listed(leads),
      help: 'declare that lead by its own id, or correct the email',
    };
  }
  if (users.length === 0 || set.identity.users === 'keep') return undefined;
  return {
    code: 'user-exists',
    summary: 'a live user holds the email that this lead would get',
    detail: listed(users),
    help: 'declare a merge of the lead into that user, or set identity.users: keep to leave it beside the user',
  };
}

/** If a user with this email is live, converting the lead would make a second one, and a merge is meant (intercom 4.8). */
function convertById(
  declaration: ContactDeclaration,
  lead: LivePerson,
  people: PeopleIndex,
  report: Report,
): Identification {
  // Without a declared email the lead keeps its own, and other leads with that email would be left beside the new user.
  const email = declaration.email ?? lead.email ?? undefined;
  if (email !== undefined) {
    if (people.incomplete({ field: 'email', value: email })) return { state: 'incomplete' };
    const users = ofRole(people.byEmail(email), 'user');
    if (users.length > 0 && declaration.set.policy.shared_email === 'error') {
      return refuse(declaration, report, {
        code: 'shared-email',
        summary: 'a live user has the email of the lead that this would convert',
        detail: listed(users),
        help: 'declare that user, and merge the lead into it; or set policy.shared_email: allow',
      });
    }
  }
  const sharing = email === undefined ? [] : ofRole(people.byEmail(email), 'lead');
  const others = sharing.filter(({ id }) => id !== lead.id);
  // No manifest declares this email, so nobody is merged by it (law 5), and a later plan would not look for these leads
  // either.
  if (declaration.email === undefined && declaration.set.identity.leads === 'absorb' && others.length > 0) {
    return refuse(declaration, report, {
      code: 'lead-exists',
      summary: 'other live leads have the email of the lead that this would convert, and it is not declared',
      detail: listed(others),
      help: 'declare the email to merge them into the new user, or set identity.leads: keep to leave them beside it',
    });
  }
  const found = withLeads(declaration, lead, others, report);
  return found.state === 'live' ? { ...found, convert: true } : found;
}

function identifyUser(declaration: ContactDeclaration, people: PeopleIndex, report: Report): Identification {
  const { externalId, email, set } = declaration;
  if (externalId !== undefined && (set.identity.by.has('external_id') || email === undefined)) {
    if (people.incomplete({ field: 'external_id', value: externalId })) return { state: 'incomplete' };
    const person = people.byExternalId(externalId);
    if (person !== undefined) return withLeads(declaration, person, leadsOf(declaration, people), report);
  }
  if (email === undefined) return { state: 'none' };
  if (people.incomplete({ field: 'email', value: email })) return { state: 'incomplete' };

  const users = ofRole(people.byEmail(email), 'user');
  const leads = leadsOf(declaration, people);
  // A person with nothing but an email can only be identified by it.
  if (set.identity.by.has('email') || externalId === undefined) {
    // A user with another external_id is another person; one without any can be adopted.
    const found =
      externalId === undefined || !set.identity.by.has('external_id') ? users : withoutExternalId(users);
    if (found.length > 1) return conflict(declaration, found, report);
    if (found[0] !== undefined) return withLeads(declaration, found[0], leads, report);
  }
  // A person who is not created shares no email.
  if (users.length > 0 && set.policy.shared_email === 'error' && set.policy.on_missing !== 'skip') {
    return refuse(declaration, report, {
      code: 'shared-email',
      summary: 'another live user already has this email',
      detail: listed(users),
      help: 'set policy.shared_email: allow when two people may share an address, or correct the external_id',
    });
  }
  if (leads.length === 0) return { state: 'none' };
  return leadsWithoutUser(declaration, leads, report);
}

const adoptable = new WeakMap<readonly LivePerson[], readonly LivePerson[]>();

/** Cached, because each row of a shared email asks about all users who share it. */
function withoutExternalId(users: readonly LivePerson[]): readonly LivePerson[] {
  const known = adoptable.get(users) ?? users.filter((person) => person.external_id === null);
  adoptable.set(users, known);
  return known;
}

function leadsWithoutUser(
  declaration: ContactDeclaration,
  leads: readonly LivePerson[],
  report: Report,
): Identification {
  const [earliest, ...others] = leads;
  switch (declaration.set.identity.leads) {
    case 'absorb':
      if (earliest === undefined) return { state: 'none' };
      return { state: 'live', person: earliest, convert: true, absorb: others };
    case 'keep':
      report({
        code: 'user-beside-lead',
        severity: 'warning',
        summary: 'a user is created beside a lead of the same email',
        detail: listed(leads),
        help: 'set identity.leads: absorb to convert the lead instead',
        address: declaration.address,
        ...declaration.place,
      });
      return { state: 'none' };
    case 'error':
      return refuse(declaration, report, leadExists(leads));
  }
}

/** A contact that was found, and what its set says about leads with the declared email. */
function withLeads(
  declaration: ContactDeclaration,
  person: LivePerson,
  leads: readonly LivePerson[],
  report: Report,
): Identification {
  if (declaration.role === 'user' && leads.length > 0) {
    if (declaration.set.identity.leads === 'absorb')
      return { state: 'live', person, convert: false, absorb: leads };
    if (declaration.set.identity.leads === 'error') return refuse(declaration, report, leadExists(leads));
  }
  return { state: 'live', person, convert: false, absorb: [] };
}

function identifyLead(declaration: ContactDeclaration, people: PeopleIndex, report: Report): Identification {
  const { email, set } = declaration;
  if (email === undefined) return { state: 'none' };
  if (people.incomplete({ field: 'email', value: email })) return { state: 'incomplete' };
  const leads = leadsOf(declaration, people);
  if (leads.length > 1) return conflict(declaration, leads, report);
  if (leads[0] !== undefined) return { state: 'live', person: leads[0], convert: false, absorb: [] };
  const users = ofRole(people.byEmail(email), 'user');
  if (users.length === 0 || set.identity.users === 'keep') return { state: 'none' };
  if (set.identity.users === 'error') {
    return refuse(declaration, report, {
      code: 'user-exists',
      summary: 'a live user holds the email of this lead',
      detail: listed(users),
      help: 'set identity.users: use to manage that user, or keep to create the lead beside it',
    });
  }
  if (users.length > 1 || users[0] === undefined) return conflict(declaration, users, report);
  warnLeadIsUser(declaration, users[0], report);
  return { state: 'live', person: users[0], convert: false, absorb: [] };
}

function hasEmail(person: LivePerson, email: string | undefined): boolean {
  return email !== undefined && person.email !== null && emailKey(person.email) === emailKey(email);
}

function warnLeadIsUser(declaration: ContactDeclaration, user: LivePerson, report: Report): void {
  report({
    code: 'lead-is-user',
    severity: 'warning',
    summary: 'a declared lead is a live user already; its role stays user',
    detail: listed([user]),
    help: 'declare role: user to be rid of this warning',
    address: declaration.address,
    ...declaration.place,
  });
}

/** Live leads with the declared email, earliest first; none where the email was not looked up. */
function leadsOf(declaration: ContactDeclaration, people: PeopleIndex): readonly LivePerson[] {
  const { email } = declaration;
  if (email === undefined || !people.asked({ field: 'email', value: email })) return [];
  return ofRole(people.byEmail(email), 'lead');
}

interface Refusal {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
  readonly help: string;
}

function leadExists(leads: readonly LivePerson[]): Refusal {
  return {
    code: 'lead-exists',
    summary: 'a live lead holds the email of this user',
    detail: listed(leads),
    help: 'set identity.leads: absorb to convert or merge the lead, or keep to leave it beside the user',
  };
}

function refuse(declaration: ContactDeclaration, report: Report, refusal: Refusal): Identification {
  report({
    ...refusal,
    severity: 'error',
    address: declaration.address,
    ...(declaration.cells.get('email')?.place ?? declaration.place),
  });
  return { state: 'refused' };
}

function conflict(
  declaration: ContactDeclaration,
  candidates: readonly LivePerson[],
  report: Report,
): Identification {
  const skip = declaration.set.policy.on_conflict === 'skip';
  report({
    code: 'several-matches',
    severity: skip ? 'warning' : 'error',
    summary: skip ? 'several live contacts match; skipped' : 'several live contacts match',
    detail: listed(candidates),
    help: 'declare the id or external_id of the right one, or set policy.on_conflict: skip',
    address: declaration.address,
    ...declaration.place,
  });
  return skip ? { state: 'skipped' } : { state: 'refused' };
}

const shownCandidates = 5;

function listed(people: readonly LivePerson[]): string {
  const shown = people.slice(0, shownCandidates).map((person) => {
    const name = person.external_id ?? person.email;
    return `${person.role} ${person.id}${name === null ? '' : ` (${name})`}`;
  });
  const more = people.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
