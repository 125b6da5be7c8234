import type { Claim, Claims } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import { keyText } from './person-values.ts';

export function createClaims(): Claims {
  const all: Claim[] = [];
  const byAddress = new Map<string, Claim>();
  const byPerson = new Map<string, Claim>();
  const byKey = new Map<string, Claim[]>();
  return {
    [Symbol.iterator]: () => all[Symbol.iterator](),
    add(claim) {
      all.push(claim);
      if (!byAddress.has(claim.address)) byAddress.set(claim.address, claim);
      if (claim.person !== undefined && !byPerson.has(claim.person.id)) byPerson.set(claim.person.id, claim);
      for (const key of keysOf(claim).map(keyText)) {
        const others = byKey.get(key);
        if (others === undefined) byKey.set(key, [claim]);
        else others.push(claim);
      }
    },
    at: (address) => byAddress.get(address),
    on: (personId) => byPerson.get(personId),
    holding: (key) => byKey.get(keyText(key)) ?? [],
  };
}

function keysOf({ person, external_id, email, phone }: Claim): readonly ContactKey[] {
  return [
    ...(person === undefined ? [] : [{ field: 'id', value: person.id } as const]),
    ...(external_id === undefined ? [] : [{ field: 'external_id', value: external_id } as const]),
    ...(email === undefined ? [] : [{ field: 'email', value: email } as const]),
    ...(phone === undefined ? [] : [{ field: 'phone', value: phone } as const]),
  ];
}
