import type { Report } from '../../../types/diagnostic.ts';
import type { Json } from '../../../types/json.ts';
import { spot } from '../../../types/place.ts';
import { samePersonValue } from '../../people/person-values.ts';
import type { Value } from '../comparing/values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import type { Group } from './group.ts';
import { keyPath } from './keys.ts';

/** A value that a person is to have, with the declaration that says so. */
export type Said = Value & { readonly onlyIfEmpty: boolean; readonly member: ContactDeclaration };

/**
 * A row that is dropped for another of its set must not lose the key that it is found by: the next plan would look it up by
 * itself, and create a second person for it or take somebody else for it.
 */
export function refuseLostKeys(group: Group, scalars: ReadonlyMap<string, Said>, report: Report): void {
  const [first] = group.members;
  for (const row of group.all) {
    if (first === undefined || group.members.includes(row)) continue;
    const path = lookedUpBy(row, group, scalars);
    if (path === undefined) continue;
    const own = row.cells.get(path)?.value ?? null;
    const other = valueAfter(path, group, scalars);
    if (samePersonValue(path, own, other)) continue;
    const winner = scalars.get(path);
    const alike = winner === undefined || winner.member.set.name === row.set.name;
    report({
      code: alike ? 'duplicate-contact' : 'sets-disagree',
      severity: 'error',
      summary: alike
        ? `two rows of set ${row.set.name} are one person and disagree about the ${path} that one is known by`
        : `two sets disagree about the ${path} that a row which gave way is known by`,
      detail: `${JSON.stringify(own)} here, ${JSON.stringify(other)} at ${spot(winner?.place ?? first.place)}`,
      help: 'make the values agree, or declare them as two people',
      address: row.address,
      ...row.place,
    });
  }
}

/**
 * The field by which the next plan looks the row up. Without its external_id it is found by email, where email may identify;
 * not so a converted lead, which keeps its random external_id (intercom 4.4, 4.8).
 */
function lookedUpBy(
  row: ContactDeclaration,
  { convert, person }: Group,
  scalars: ReadonlyMap<string, Said>,
): string | undefined {
  const key = keyPath(row);
  const known = person?.external_id ?? undefined;
  const byEmail = row.set.identity.by.has('email') && row.email !== undefined && !convert;
  return key === 'external_id' && byEmail && known === undefined && !scalars.has(key) ? 'email' : key;
}

function valueAfter(path: string, { person }: Group, scalars: ReadonlyMap<string, Said>): Json {
  const live = person === undefined ? undefined : path === 'email' ? person.email : person.external_id;
  const said = scalars.get(path);
  if (said === undefined || (said.onlyIfEmpty && live)) return live ?? null;
  return said.value;
}
