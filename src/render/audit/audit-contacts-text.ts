import type { ContactsAudit, MergeablePair, PersonRef, SharingGroup } from '../../types/audit.ts';
import type { AuditSection } from '../../types/kind/auditing.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { sampled, shown } from './audit-section.ts';

/** People named in one line of a group. */
const PEOPLE = 5;

/** Who could be one person: first what Intercom can merge, then what is left to do by hand. */
export function contactsSections(audit: ContactsAudit): AuditSection[] {
  const { counts } = audit;
  const sections: (AuditSection & { readonly count: number })[] = [
    {
      count: counts.mergeable,
      title: `Leads that can be merged into a user (${thousands(counts.mergeable)})`,
      advice: mergeAdvice(audit.mergeable),
      lines: sampled(audit.mergeable, (pair) => [pairLine(pair)]),
    },
    {
      count: counts.ambiguous_leads,
      title: `By hand: leads that several users share with (${thousands(counts.ambiguous_leads)})`,
      advice:
        'Decide which user each lead belongs to, and declare that merge: { from: { id: LEAD }, into: { id: USER } } in a Merges manifest.',
      lines: sampled(audit.ambiguous, ({ lead, users, candidates }) => [
        `  ${personText(lead)} → ${people(users, candidates)}`,
      ]),
    },
    {
      count: counts.users_sharing,
      title: `By hand: users that share with users (${thousands(counts.users_sharing)} in ${counted(audit.users_sharing.length, 'group')})`,
      advice:
        'Intercom cannot merge users. If they are one person, keep the one whose external_id your product knows. Correct the email or phone of the other, or archive it in Intercom.',
      lines: groupLines(audit.users_sharing),
    },
    {
      count: counts.leads_sharing,
      title: `By hand: leads that share with leads only (${thousands(counts.leads_sharing)} in ${counted(audit.leads_sharing.length, 'group')})`,
      advice:
        'Intercom merges leads only into users. Declare the person as a user, by email, in a contact set with identity: { leads: absorb }: the earliest lead becomes the user and the others merge into it. Or archive the spare ones in Intercom.',
      lines: groupLines(audit.leads_sharing),
    },
    {
      count: counts.users_without_external_id,
      title: `Users without external_id (${thousands(counts.users_without_external_id)})`,
      advice:
        'They can only be told apart by email. A contact set that declares external_id and email adopts them.',
      lines: sampled(audit.users_without_external_id, (id) => [`  ${inert(id)}`]),
    },
  ];
  return [
    {
      title: `Contacts: ${counted(counts.users, 'user')}, ${counted(counts.leads, 'lead')}`,
      lines: [...summary(audit), ...notLiveLines(audit.not_live)],
    },
    ...sections.filter(({ count }) => count > 0),
  ];
}

function summary({ counts }: ContactsAudit): string[] {
  const { leads_beside_users: beside, leads_without_email_or_phone: nameless } = counts;
  const nothing =
    beside + counts.users_sharing + counts.leads_sharing === 0 ? ['  Nobody shares an email or phone.'] : [];
  return [
    ...nothing,
    ...(beside > 0 ? [`  ${counted(beside, 'lead')} left beside a user with the same email or phone`] : []),
    ...(nameless > 0
      ? [`  ${counted(nameless, 'lead')} with neither email nor phone, which nothing can be matched with`]
      : []),
  ];
}

function notLiveLines(found: ContactsAudit['not_live']): string[] {
  if (found === null || found.read === 0) return [];
  const { read, total, ...counts } = found;
  const sorts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${thousands(count)} ${status.replace('_', ' ')}`);
  const rest =
    total !== null && total > read ? `, of the ${thousands(read)} that were read of ${thousands(total)}` : '';
  return [`  Not live: ${sorts.join(', ')}${rest}`];
}

function mergeAdvice(pairs: readonly MergeablePair[]): string {
  const differ = pairs.filter(({ emails_differ }) => emails_differ).length;
  const later = pairs.filter(({ after }) => after !== null).length;
  const sentences = [
    'Each shares an email or phone with exactly one user. A merge cannot be undone.',
    ...(differ > 0
      ? [`Where the emails differ (${thousands(differ)}), only the phone is shared: look at these first.`]
      : []),
    ...(later > 0
      ? [
          `${thousands(later)} of them ${later === 1 ? 'shares' : 'share'} only what another lead brings to the user.`,
        ]
      : []),
  ];
  return sentences.join(' ');
}

function pairLine({ lead, into, shared, emails_differ, after }: MergeablePair): string {
  const why =
    after === null
      ? `same ${shared.join(' and ')}`
      : `same ${shared.join(' and ')} once ${inert(after)} is merged`;
  return `  ${personText(lead)} → ${personText(into)}  ${why}${emails_differ ? ', emails differ' : ''}`;
}

function groupLines(groups: readonly SharingGroup[]): string[] {
  return sampled(groups, ({ value, people: members }) => [`  ${shown(value)}: ${people(members)}`]);
}

function people(members: readonly PersonRef[], count = members.length): string {
  const more = count - PEOPLE;
  const named = members.slice(0, PEOPLE).map((member) => personText(member));
  return [...named, ...(more > 0 ? [`${thousands(more)} more`] : [])].join(', ');
}

/** `lead 66b1… (ada@acme.test)`, `user customer-9001 (66b1…)` */
function personText({ id, role, external_id, email, phone }: PersonRef): string {
  if (external_id !== null) return `${role} ${shown(external_id)} (${inert(id)})`;
  const reach = email ?? phone;
  return reach === null ? `${role} ${inert(id)}` : `${role} ${inert(id)} (${shown(reach)})`;
}
