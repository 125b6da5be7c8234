import { byAge } from '../../kinds/people/people-index.ts';
import type { WireContact } from '../../kinds/people/wire-contact.ts';
import type { ContactsAudit, SharedField, SharingGroup } from '../../types/audit.ts';
import { byText } from '../../types/by-text.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { NotLivePeople } from '../../types/not-live.ts';
import type { Holders } from './holders.ts';
import { type Pairing, pairLeads } from './pair-leads.ts';
import { type AuditedPerson, personKeys, personOf, refOf } from './person-keys.ts';
import { Sharers } from './sharers.ts';

/** A user who shares an email or phone with more leads than this may be a shared mailbox or a placeholder. */
const MANY_LEADS = 10;

/** Takes in contacts, each once, and finds those who share an email or phone. Those who share nothing are not kept in memory. */
export interface ContactsTally {
  add(contact: WireContact): void;
  /** Call it once, at the end. Without `notLive`, nobody is known who is not live. */
  audit(notLive?: NotLivePeople): ContactsAudit;
}

export function createContactsTally(): ContactsTally {
  const sharers = new Sharers();
  const withoutExternalId: string[] = [];
  let users = 0;
  let leads = 0;
  let unreachable = 0;
  return {
    add(contact) {
      const person = personOf(contact);
      const keys = personKeys(person);
      if (person.role === 'user') users++;
      else leads++;
      if (person.role === 'user' && person.external_id === null) withoutExternalId.push(person.id);
      if (person.role === 'lead' && person.email === null && person.phone === null) unreachable++;
      if (keys.length > 0) sharers.add(person, keys);
    },
    audit(notLive) {
      const holders = sharers.holders();
      sharers.close();
      const pairing = pairLeads(holders);
      const { pairs, ambiguous } = pairing;
      const usersSharing = sharing(holders, (key) => holders.users(key));
      const leadsSharing = sharing(holders, (key) => leadsLeft(key, holders, pairing));
      return {
        not_live: notLiveAudit(notLive),
        counts: {
          users,
          leads,
          leads_beside_users: pairs.length + ambiguous.length,
          mergeable: pairs.length,
          ambiguous_leads: ambiguous.length,
          users_sharing: peopleIn(usersSharing),
          leads_sharing: peopleIn(leadsSharing),
          users_without_external_id: withoutExternalId.length,
          leads_without_email_or_phone: unreachable,
        },
        mergeable: pairs,
        ambiguous,
        users_sharing: usersSharing.map(({ group }) => group),
        leads_sharing: leadsSharing.map(({ group }) => group),
        users_without_external_id: withoutExternalId.sort(),
      };
    },
  };
}

function notLiveAudit(notLive: NotLivePeople | undefined): ContactsAudit['not_live'] {
  if (notLive?.extent.state !== 'read') return null;
  const { came, total } = notLive.extent;
  return { read: came, total: total ?? null, ...notLive.counts() };
}

/** Warns of users with so many mergeable leads that they may not be one person. */
export function mergeFindings({ mergeable }: ContactsAudit): readonly Diagnostic[] {
  const leadsOf = new Map<string, number>();
  for (const { into } of mergeable) leadsOf.set(into.id, (leadsOf.get(into.id) ?? 0) + 1);
  const many = [...leadsOf].filter(([, count]) => count > MANY_LEADS).sort(([, a], [, b]) => b - a);
  const [most] = many;
  if (most === undefined) return [];
  const [id, count] = most;
  return [
    {
      code: 'many-leads-of-one-user',
      severity: 'warning',
      summary: `some users share an email or phone with more than ${MANY_LEADS} leads each`,
      detail: `${many.length === 1 ? '1 user' : `${many.length} users`}; the most has ${id} with ${count} leads`,
      help: 'look at these before merging: a shared mailbox or a placeholder is not one person, and a merge cannot be undone',
    },
  ];
}

/** The leads that still hold this key, if no user has it, neither now nor after the merges. */
function leadsLeft(key: string, holders: Holders, { merged, gained }: Pairing): readonly AuditedPerson[] {
  if (holders.users(key).length > 0 || gained.has(key)) return [];
  return holders.leads(key).filter((lead) => !merged.has(lead));
}

interface KeyedGroup {
  readonly key: string;
  readonly group: SharingGroup;
}

/** Groups of at least two contacts that share a key, emails first. */
function sharing(holders: Holders, sharersOf: (key: string) => readonly AuditedPerson[]): KeyedGroup[] {
  const groups: KeyedGroup[] = [];
  for (const key of holders.shared()) {
    const people = [...sharersOf(key)].sort(byAge);
    const [first] = people;
    if (first === undefined || people.length < 2) continue;
    const field: SharedField = key.startsWith('email:') ? 'email' : 'phone';
    groups.push({ key, group: { field, value: first[field] ?? '', people: people.map(refOf) } });
  }
  return groups.sort((a, b) => byText(a.key, b.key));
}

function peopleIn(groups: readonly KeyedGroup[]): number {
  return new Set(groups.flatMap(({ group }) => group.people.map(({ id }) => id))).size;
}
