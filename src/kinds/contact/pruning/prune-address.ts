import { address } from '../../../types/address.ts';
import type { LivePerson } from '../../../types/person.ts';
import type { Resolved } from '../identity/resolve.ts';
import type { Leaver } from './prune-change.ts';

/**
 * The address of the change by which a person leaves a set: by external_id, else email, else id. Where that is the address
 * of another contact, declared or leaving, it is by id: two users may have one email, and a lead may have that of a user.
 */
export function freeAddresses(
  leavers: readonly Leaver[],
  { wanted, missing }: Resolved,
): (set: { readonly name: string }, person: LivePerson) => string {
  const uses = new Map<string, number>();
  for (const { person, sets } of leavers)
    for (const set of sets) uses.set(byKey(set, person), (uses.get(byKey(set, person)) ?? 0) + 1);
  for (const { members } of [...wanted, ...missing])
    for (const member of members)
      if (uses.has(member.address)) uses.set(member.address, (uses.get(member.address) ?? 0) + 1);
  return (set, person) => {
    const usual = byKey(set, person);
    return (uses.get(usual) ?? 0) > 1 ? address('contact', set.name, person.id) : usual;
  };
}

function byKey({ name }: { readonly name: string }, { external_id, email, id }: LivePerson): string {
  return address('contact', name, external_id ?? email ?? id);
}
