import { addressSegments } from '../../../types/address.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { LivePerson } from '../../../types/person.ts';
import { spot } from '../../../types/place.ts';
import { peopleBesideMerges } from '../../people/merging.ts';
import { ofRole } from '../../people/of-role.ts';
import { byAge } from '../../people/people-index.ts';
import { emailKey, keysHeld, samePersonValue } from '../../people/person-values.ts';
import { combine, type Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { leaveAlone } from '../sets/left-alone.ts';
import { reportOn } from '../sets/rows.ts';
import { groupPeople, type Identified } from './group.ts';
import { type Identification, identify } from './identify.ts';
import { matchedKeys } from './matched.ts';
import { reportHolderNotLive, tellWhoCameBack } from './not-live.ts';
import { refuseRemoved } from './removed-people.ts';
import { STATIONS, type Station } from './stations.ts';
import { reportTwin } from './unseen-twins.ts';

/** The decision who is who, from which diff works. */
export interface Resolved {
  readonly wanted: readonly Wanted[];
  /** Addresses that were left out because of a policy, a conflict or an incomplete read. */
  readonly skipped: readonly string[];
  /** New people that `on_missing: skip` leaves out; their addresses are in `skipped` too. */
  readonly missing: readonly Wanted[];
  /** Addresses that need no change because they are declared archived and nobody is live. */
  readonly unchanged: readonly string[];
  /** Declarations whose person could not be determined: pruning must not take these people for gone. */
  readonly leftOut: readonly ContactDeclaration[];
  /**
   * People that skipped rows name. `early`: known once the values of all rows were checked; `late`: found by the checks
   * after that.
   */
  readonly leftAlone: { readonly early: readonly Wanted[]; readonly late: readonly Wanted[] };
  readonly setAside: readonly SetAside[];
}

/** Somebody who is declared and of whom nothing is planned: left alone, or left out since declarations disagree. */
export type SetAside = Pick<Wanted, 'members' | 'person'>;

/** Decides the identity of every declared contact; publishes claims and the merges that absorbing needs. */
export function resolveContacts(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reportTo: Report,
  station: Station = () => {},
): Resolved {
  const report: Report = (diagnostic) => {
    const [kind, set] = diagnostic.address === undefined ? [] : addressSegments(diagnostic.address);
    if (diagnostic.severity === 'error' && kind === 'contact' && set !== undefined) catalog.faulty.add(set);
    reportTo(diagnostic);
  };
  const identified: Identified[] = [];
  const skipped: string[] = [];
  const missing: Wanted[] = [];
  const unchanged: string[] = [];
  const leftOut: ContactDeclaration[] = [];
  const setAside: SetAside[] = [];
  station(STATIONS.identifying);
  const seenBy = { user: peopleBesideMerges('user', catalog), lead: peopleBesideMerges('lead', catalog) };
  for (const declaration of declared) {
    const short = catalog.incomplete.has(declaration.address);
    const found: Identification = short
      ? { state: 'incomplete' }
      : identify(declaration, seenBy[declaration.role], reportOn([declaration], report));
    if (found.state !== 'live' && found.state !== 'none') leftOut.push(declaration);
    if (found.state === 'incomplete') {
      catalog.incomplete.add(declaration.address);
      skipped.push(declaration.address);
    } else if (found.state === 'skipped') skipped.push(declaration.address);
    else if (found.state !== 'refused') identified.push({ declaration, found });
  }
  const people: Wanted[] = [];
  const at = (from: number, { begins }: Pick<Wanted, 'begins'>) => station(from + begins.rank, begins.order);
  for (const group of groupPeople(identified, report, (where, group) => at(STATIONS[where], group))) {
    at(STATIONS.combining, group);
    const combined = combine(group, catalog, report);
    if (combined === undefined) {
      setAside.push(group);
      skipped.push(...group.members.filter((member) => !isRejected(member)).map(({ address }) => address));
      leftOut.push(...group.members);
    } else people.push(combined);
  }
  // All values have been checked now, so all rows that are left out are known.
  const { named, rest } = leaveAlone(people, catalog);
  skipped.push(...named.map(({ lead }) => lead.address));
  const wanted = rest.filter((item) => {
    if (item.person !== undefined) return true;
    at(STATIONS.creating, item);
    return mayCreate(item, missing, unchanged, catalog, report);
  });
  wanted.sort((a, b) => a.lead.order - b.lead.order);
  station(STATIONS.ids);
  checkRekeys(wanted, catalog, report);
  station(STATIONS.emails);
  checkSharedEmails(wanted, catalog, report);
  station(STATIONS.absorbed);
  checkAbsorbed(wanted, report);
  for (const item of wanted) tellWhoCameBack(item, catalog, report);
  // An error that was overlooked just now may concern a person that the selection needs.
  const late = leaveAlone(wanted, catalog);
  skipped.push(...late.named.map(({ lead }) => lead.address));
  const settled = late.rest;
  refuseRemoved(settled, catalog, report);
  publish(settled, catalog);
  skipped.push(...missing.map(({ lead }) => lead.address));
  return {
    wanted: settled,
    skipped,
    missing,
    unchanged,
    leftOut,
    leftAlone: { early: named, late: late.named },
    setAside: [...setAside, ...named, ...late.named],
  };
}

/** Whether its row is in the reject file; rejected rows are counted separately. */
function isRejected(declaration: ContactDeclaration): boolean {
  return declaration.row !== undefined && declaration.set.rejects.has(declaration);
}

/** Applies `on_missing` to a person who is not live. */
function mayCreate(
  wanted: Wanted,
  missing: Wanted[],
  unchanged: string[],
  catalog: Catalog,
  report: Report,
): boolean {
  const { lead } = wanted;
  if (wanted.archived) {
    unchanged.push(lead.address);
    return false;
  }
  const policies = wanted.members.map((member) => member.set.policy.on_missing);
  if (policies.includes('create'))
    return !reportTwin(wanted, catalog, report) && !reportHolderNotLive(wanted, catalog, report);
  if (policies.includes('error')) {
    reportOn(
      wanted.all,
      report,
    )({
      code: 'contact-missing',
      severity: 'error',
      summary: 'this contact is not live and the set does not create',
      help: 'remove it, or set policy.on_missing to create or skip',
      address: lead.address,
      ...lead.place,
    });
    return false;
  }
  missing.push(wanted);
  return false;
}

/** An external_id belongs to one user; PUT would answer 409 (intercom 9.17). */
function checkRekeys(wanted: readonly Wanted[], catalog: Catalog, report: Report): void {
  const given = new Map<string, Wanted>();
  for (const item of wanted) {
    const { person, scalars, lead } = item;
    const externalId = scalars.get('external_id')?.value;
    if (typeof externalId !== 'string') continue;
    const other = given.get(externalId);
    if (other === undefined) given.set(externalId, item);
    const holder = catalog.people.byExternalId(externalId);
    const isHeld = holder !== undefined && holder.id !== person?.id;
    if (!isHeld && other === undefined) continue;
    const text = JSON.stringify(externalId);
    reportOn(
      [...item.all, ...(other?.all ?? [])],
      report,
    )({
      code: 'external-id-taken',
      severity: 'error',
      summary: isHeld ? 'another live user has this external_id' : 'two declared users get one external_id',
      detail: isHeld
        ? `${text} belongs to ${holder.id}, the declaration matched ${person?.id ?? 'nobody'}`
        : `${text} goes to ${other?.lead.address ?? ''} as well`,
      help: 'declare that user instead, or correct the id or email',
      address: lead.address,
      ...(scalars.get('external_id')?.place ?? lead.place),
    });
  }
}

/** No plan gives two live users one email unless the set allows it. */
function checkSharedEmails(wanted: readonly Wanted[], catalog: Catalog, report: Report): void {
  const changes = (item: Wanted) => {
    const email = item.scalars.get('email');
    if (email === undefined || item.role !== 'user') return undefined;
    if (item.person?.email && email.onlyIfEmpty) return undefined;
    return samePersonValue('email', item.person?.email ?? null, email.value) ? undefined : email;
  };
  // Users whose email this plan changes do not hold it any more.
  const leaving = new Set(wanted.flatMap((item) => (changes(item) && item.person ? [item.person.id] : [])));
  const stay = stayingUsers(leaving);
  const check = (item: Wanted, declared: readonly Wanted[]) => {
    const email = changes(item);
    if (typeof email?.value !== 'string' || item.lead.set.policy.shared_email === 'allow') return;
    const live = stay(catalog.people.byEmail(email.value), item.person?.id);
    const [other] = declared;
    // A new user beside a live one was refused when it was identified.
    if (other === undefined && (live === undefined || item.person === undefined)) return;
    reportOn(
      declarationsOf(item, declared),
      report,
    )({
      code: 'shared-email',
      severity: 'error',
      summary:
        live === undefined
          ? 'two declared users have this email'
          : 'another live user already has this email',
      detail: live ?? other?.lead.address ?? '',
      help: 'set policy.shared_email: allow when two people may share an address, or correct it',
      address: item.lead.address,
      ...email.place,
    });
  };
  /** The declared users of each email that came before. */
  const holders = new Map<string, Wanted[]>();
  for (const item of wanted) {
    const email = item.scalars.get('email')?.value;
    const key = typeof email === 'string' && item.role === 'user' ? emailKey(email) : undefined;
    const earlier = key === undefined ? undefined : holders.get(key);
    check(item, earlier ?? []);
    if (earlier !== undefined) earlier.push(item);
    else if (key !== undefined) holders.set(key, [item]);
  }
}

/** Lazy, because nearly always the first declaration decides. */
function declarationsOf(first: Wanted, others: readonly Wanted[]): Iterable<ContactDeclaration> {
  return {
    *[Symbol.iterator]() {
      yield* first.all;
      for (const { all } of others) yield* all;
    },
  };
}

/**
 * The users among people of one email, without those in `leaving` and without `id`, as text for a finding; undefined where
 * there are none.
 */
function stayingUsers(
  leaving: ReadonlySet<string>,
): (people: readonly LivePerson[], id: string | undefined) => string | undefined {
  const known = new Map<
    readonly LivePerson[],
    { readonly ids: ReadonlySet<string>; readonly text: string }
  >();
  return (people, own) => {
    let staying = known.get(people);
    if (staying === undefined) {
      const ids = ofRole(people, 'user').flatMap(({ id }) => (leaving.has(id) ? [] : [id]));
      staying = { ids: new Set(ids), text: ids.join(', ') };
      if (people.length > 1) known.set(people, staying);
    }
    const { ids, text } = staying;
    const isOwn = own !== undefined && ids.has(own);
    if (ids.size === (isOwn ? 1 : 0)) return undefined;
    return isOwn ? [...ids].filter((id) => id !== own).join(', ') : text;
  };
}

/** A lead that one set absorbs cannot be declared or absorbed by another. */
function checkAbsorbed(wanted: readonly Wanted[], report: Report): void {
  const declared = new Map(wanted.flatMap((item) => (item.person ? [[item.person.id, item.lead]] : [])));
  const absorbed = new Map<string, Wanted>();
  for (const item of wanted) {
    for (const lead of item.absorb) {
      if (lead.id === item.person?.id) continue;
      const first = absorbed.get(lead.id);
      absorbed.set(lead.id, first ?? item);
      if (first !== undefined) reportTwice(item, first, lead, report);
      const other = declared.get(lead.id);
      if (other === undefined) continue;
      reportOn(
        [...item.all, other],
        report,
      )({
        code: 'merge-declared-lead',
        severity: 'error',
        summary: 'a contact set declares the lead that this one would merge away',
        detail: `lead ${lead.id} is declared at ${spot(other.place)}`,
        help: 'remove it there, or set identity.leads: keep here',
        address: item.lead.address,
        ...item.lead.place,
      });
    }
  }
}

/** The sets of two users with one email both absorb, but a lead can go into only one of them. */
function reportTwice(item: Wanted, first: Wanted, lead: LivePerson, report: Report): void {
  reportOn(
    [...item.all, ...first.all],
    report,
  )({
    code: 'merge-twice',
    severity: 'error',
    summary: 'two users absorb one lead',
    detail: `lead ${lead.id} is absorbed by the user at ${spot(first.lead.place)} as well`,
    help: 'declare a merge that says which user it is, or set identity.leads: keep',
    address: item.lead.address,
    ...item.lead.place,
  });
}

/** The values of a new person, including those that only the create request sends. */
function createdValues({ onCreate, scalars }: Wanted): Wanted['scalars'] {
  const once = [...onCreate].map(([path, value]) => [path, { ...value, onlyIfEmpty: false }] as const);
  return new Map([...once, ...scalars]);
}

function publish(wanted: readonly Wanted[], catalog: Catalog): void {
  for (const item of wanted) {
    const text = (path: string) => {
      const wanted = item.scalars.get(path);
      const value = wanted?.onlyIfEmpty ? (item.person?.fields.get(path) ?? wanted.value) : wanted?.value;
      return typeof value === 'string' ? value : undefined;
    };
    catalog.claims.add({
      address: item.lead.address,
      person: item.person,
      role: item.role,
      matched: item.person === undefined ? [] : matchedKeys(item.members, item.person),
      external_id: text('external_id'),
      email: text('email'),
      phone: text('phone'),
      values: item.person === undefined ? createdValues(item) : item.scalars,
      converts: item.convert,
    });
    for (const lead of [...item.absorb].sort(byAge)) {
      if (lead.id === item.person?.id) continue;
      catalog.merges.add({
        lead,
        into: { person: item.person, address: item.convert ? item.lead.address : undefined },
        skipDuplicateValidation: false,
        matched: keysHeld('email', lead),
        reason: `identity.leads of set ${item.lead.set.name} absorbs leads with this email`,
        place: item.lead.place,
        order: item.lead.order,
        origins: item.lead.set.origins,
        absorbedBy: item.lead.address,
      });
    }
  }
}
