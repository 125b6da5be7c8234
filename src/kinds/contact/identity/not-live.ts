import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { IntercomReader } from '../../../types/intercom.ts';
import type { NotLivePerson, NotLiveStatus } from '../../../types/not-live.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { reportOn } from '../sets/rows.ts';

/**
 * Reads who is not live where somebody may be created, or where the user asks for it. An id that search does not find is then
 * known as that of the contact that it was merged into.
 */
export async function readNotLive(
  declared: readonly ContactDeclaration[],
  { notLive, people }: Catalog,
  reader: IntercomReader,
): Promise<void> {
  const isNew = ({ id, externalId, email, set }: ContactDeclaration) =>
    id === undefined &&
    set.policy.on_missing === 'create' &&
    (externalId === undefined || people.byExternalId(externalId) === undefined) &&
    (email === undefined || people.byEmail(email).length === 0);
  if (!notLive.always && !declared.some(isNew)) return;
  await notLive.read(reader);
  for (const { id } of declared) {
    if (id === undefined || people.byId(id) !== undefined || people.fate(id)?.state === 'merged') continue;
    const into = notLive.byId(id)?.merged_into_id ?? null;
    if (into !== null) people.set(id, { state: 'merged', into });
  }
}

/** The contact that is not live and because of which Intercom would refuse to create this user (intercom 4.4). */
function holderNotLive({ role, scalars }: Wanted, { notLive }: Catalog): NotLivePerson | undefined {
  const externalId = scalars.get('external_id')?.value;
  if (role !== 'user' || typeof externalId !== 'string') return undefined;
  const holder = notLive.byExternalId(externalId);
  return holder?.status === 'merged' ? undefined : holder;
}

/** Whether the user is unarchived instead of created. */
export function comesBack(wanted: Wanted, catalog: Catalog): NotLivePerson | undefined {
  const holder = holderNotLive(wanted, catalog);
  return holder?.status === 'archived' && wanted.lead.set.policy.on_archived === 'unarchive'
    ? holder
    : undefined;
}

/** What can be done about a contact that is not live and holds the identity. */
const REMEDIES: Readonly<Record<Exclude<NotLiveStatus, 'merged'>, string>> = {
  archived: 'set policy.on_archived: unarchive to bring it back, or use another external_id',
  blocked: 'unblock it in Intercom, or use another external_id',
  pending_deletion: 'it cannot come back; use another external_id, or wait until Intercom has deleted it',
  permanently_deleted:
    'it cannot come back; use another external_id, or wait until Intercom releases this one',
};

/** Reports a user whom Intercom would refuse to create, because a contact that is not live holds the external_id. */
export function reportHolderNotLive(wanted: Wanted, catalog: Catalog, report: Report): boolean {
  const holder = holderNotLive(wanted, catalog);
  if (holder === undefined || holder.status === 'merged' || comesBack(wanted, catalog) !== undefined)
    return false;
  reportOn(
    wanted.all,
    report,
  )({
    code: 'identity-not-live',
    severity: 'error',
    summary: 'a contact that is not live holds this external_id, so this user cannot be created',
    detail: `contact ${holder.id} is ${holder.status.replace('_', ' ')}`,
    help: REMEDIES[holder.status],
    address: wanted.lead.address,
    ...(wanted.scalars.get('external_id')?.place ?? wanted.lead.place),
  });
  return true;
}

/** Reports who is declared archived, was archived, and is live again as another contact. */
export function tellWhoCameBack(wanted: Wanted, { notLive }: Catalog, report: Report): void {
  const { person, archived, lead } = wanted;
  if (!archived || person === undefined) return;
  const before =
    (person.external_id === null ? undefined : notLive.byExternalId(person.external_id)) ??
    (person.email === null ? undefined : notLive.byEmail(person.email));
  if (before?.status !== 'archived' || before.id === person.id) return;
  report({
    code: 'came-back',
    severity: 'info',
    summary: 'this contact was archived, and is live again as another one',
    detail: `contact ${before.id} is archived, contact ${person.id} is live`,
    help: 'this plan archives it again; if somebody came back on purpose, take it out of the manifest',
    address: lead.address,
    ...lead.place,
  });
}

/** A note about a contact that is not live and has the email of a new user, where that alone may not stop the create. */
export function emailNote({ role, scalars }: Wanted, { notLive }: Catalog): string | undefined {
  const email = scalars.get('email')?.value;
  if (role !== 'user' || typeof email !== 'string') return undefined;
  const holder = notLive.byEmail(email);
  if (holder === undefined || holder.status === 'merged') return undefined;
  return `contact ${holder.id}, which is ${holder.status.replace('_', ' ')}, has this email: Intercom may refuse the create`;
}
