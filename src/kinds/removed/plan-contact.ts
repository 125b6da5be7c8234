import { address as addressOf } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change, FieldChanges } from '../../types/change.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { LivePerson } from '../../types/person.ts';
import { holdsKey } from '../people/person-values.ts';
import { removedButLater } from './check.ts';
import type { RemovedContact } from './declaration.ts';
import { deletion, gone } from './deletion.ts';
import { findingAbout, severalMatch } from './findings.ts';
import { notComparable } from './hash-findings.ts';
import type { LiveRemoved } from './live.ts';
import { type Meant, whoHasHash, whoIsMeant } from './who.ts';

/** `skipped`: not everybody was read (law 10). `refused`: a finding says why. Undefined where nobody is meant. */
export type PlannedContact = Change | 'skipped' | 'refused' | undefined;

/** The deletion of whom an entry means, by keys or by a hash. */
export function planContact(
  declaration: RemovedContact,
  { people, hashed }: LiveRemoved,
  catalog: Catalog,
  report: Report,
): PlannedContact {
  if (declaration.hash !== undefined) return planHash(declaration, hashed, catalog, report);
  if (people === undefined) {
    report(notCompared);
    return 'refused';
  }
  if (declaration.keys.some((key) => people.incomplete(key))) {
    catalog.incomplete.add(declaration.address);
    return 'skipped';
  }
  const meant = whoIsMeant(declaration, people);
  const finding = findingAbout(declaration, meant, people);
  if (finding !== undefined) report(finding);
  return deletionOf(declaration, meant, catalog, report);
}

function planHash(
  declaration: RemovedContact,
  hashed: LiveRemoved['hashed'],
  catalog: Catalog,
  report: Report,
): PlannedContact {
  const apart = notComparable(declaration, hashed);
  if (apart !== undefined) {
    report(apart);
    return 'refused';
  }
  if (hashed.state === 'incomplete') {
    catalog.incomplete.add(declaration.address);
    return 'skipped';
  }
  const meant = whoHasHash(declaration, hashed);
  if (meant.state === 'several') report(severalMatch(declaration, meant));
  return deletionOf(declaration, meant, catalog, report);
}

function deletionOf(
  declaration: RemovedContact,
  meant: Meant,
  { later }: Catalog,
  report: Report,
): Change | 'refused' | undefined {
  const [person] = meant.found;
  if (meant.state === 'nobody' || person === undefined) return undefined;
  if (meant.state !== 'one') return 'refused';
  // Known now, whatever key names the person here and there.
  if (holdsKey(person, later.keys)) {
    report(removedButLater(declaration));
    return 'refused';
  }
  return deletion({ ...declaration, address: addressOf('removed', 'contact', person.id) }, person.id, {
    fields: fieldsOf(person),
    notes: ['its values are taken out of the store too'],
  });
}

const notCompared: Diagnostic = {
  code: 'not-compared',
  severity: 'info',
  summary: 'people to be removed were not looked for: the snapshot holds no people',
  help: 'plan without --snapshot, or take it with interform snapshot --contacts on your own machine',
};

/** What says who it is: where one of them is another by the time of the deletion, nobody is deleted. */
function fieldsOf({ role, external_id, email, phone }: LivePerson): FieldChanges {
  return {
    ...gone('role', role),
    ...gone('external_id', external_id),
    ...gone('email', email),
    ...gone('phone', phone),
  };
}
