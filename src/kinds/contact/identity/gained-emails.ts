import type { Catalog } from '../../../types/catalog.ts';
import type { Role } from '../../../types/person.ts';
import { emailKey } from '../../people/person-values.ts';
import type { Wanted } from '../comparing/wanted.ts';

/** A person who does not have an email yet and will have it after this plan. */
export interface Gainer {
  /** The address of a declared person, the id of any other. */
  readonly who: string;
  /** True for a live person who has this role already and changes the email. */
  readonly live: boolean;
  /** Whether the person will have an external_id then. */
  readonly hasExternalId: boolean;
}

/** Who gets which email by this plan, by the role after it. */
export interface GainedEmails {
  of(role: Role, email: string): readonly Gainer[];
}

export function gainedEmails(wanted: readonly Wanted[], catalog: Catalog): GainedEmails {
  const gaining = new Map<string, Gainer[]>();
  const put = (role: Role, email: string, gainer: Gainer) => {
    const key = keyOf(role, email);
    const others = gaining.get(key);
    if (others === undefined) gaining.set(key, [gainer]);
    else others.push(gainer);
  };
  const declared = new Set<string>();
  for (const item of wanted) {
    const { person, role, scalars } = item;
    if (person !== undefined) declared.add(person.id);
    const email = emailAfter(item, catalog);
    const live = person?.role === role;
    const had = live ? person.email : null;
    if (email === null || (had !== null && emailKey(had) === emailKey(email))) continue;
    const externalId = scalars.get('external_id')?.value ?? person?.external_id ?? null;
    put(role, email, { who: item.lead.address, live, hasExternalId: externalId !== null });
  }
  for (const { lead, into } of catalog.merges) {
    const { person } = into;
    if (person === undefined || declared.has(person.id) || person.email !== null || lead.email === null)
      continue;
    put('user', lead.email, { who: person.id, live: true, hasExternalId: person.external_id !== null });
  }
  return { of: (role, email) => gaining.get(keyOf(role, email)) ?? [] };
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

function keyOf(role: Role, email: string): string {
  return `${role} ${emailKey(email)}`;
}
