import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { LivePerson, PlannedMerge } from '../../types/person.ts';
import { removedToo } from '../declared/removed-too.ts';
import { claimOf, duplicateState, peopleByKey } from '../people/merging.ts';
import { emailKey, holdsKey, keysHeld } from '../people/person-values.ts';
import type { MergeDeclaration } from './declaration.ts';

/** Addresses of declared merges of which nothing is left to do, and of those that are left out. */
export interface ResolvedMerges {
  readonly unchanged: readonly string[];
  readonly skipped: readonly string[];
}

/** Plans the declared merges, beside those that absorbing has planned already (design 3.7). */
export function resolveMerges(
  declared: readonly MergeDeclaration[],
  catalog: Catalog,
  report: Report,
): ResolvedMerges {
  const unchanged: string[] = [];
  const skipped: string[] = [];
  for (const declaration of declared) {
    const { people } = catalog;
    const listsCameShort = catalog.incomplete.has(declaration.address);
    if (listsCameShort || people.incomplete(declaration.from) || people.incomplete(declaration.into)) {
      catalog.incomplete.add(declaration.address);
      skipped.push(declaration.address);
      continue;
    }
    if (isLeftAlone(declaration, catalog)) {
      report(leftAlone(declaration));
      skipped.push(declaration.address);
      continue;
    }
    if (refuseNewLead(declaration, catalog, report)) continue;
    if (isFinished(declaration, catalog)) {
      unchanged.push(declaration.address);
      continue;
    }
    const into = findInto(declaration, catalog, report);
    if (into === undefined) continue;
    const leads = findLeads(declaration, into, catalog, report);
    if (leads === undefined) continue;
    if (leads.length === 0) unchanged.push(declaration.address);
    for (const lead of leads) {
      const merge: PlannedMerge = {
        lead,
        into,
        skipDuplicateValidation: declaration.skipDuplicateValidation,
        matched: keysHeld(declaration.from.field, lead),
        ...namedBy(declaration, into),
        reason: 'declared, the lead is live',
        place: declaration.place,
        order: declaration.order,
        origins: declaration.origins ?? [],
      };
      if (mayMerge(merge, declaration, catalog, report)) catalog.merges.add(merge);
    }
  }
  return { unchanged, skipped };
}

/** Whether a row that was left out of a contact set names the lead or the user. */
function isLeftAlone({ from, into }: MergeDeclaration, { leftAlone, people }: Catalog): boolean {
  if (leftAlone.size === 0) return false;
  const named = [from, into].some(({ field, value }) =>
    leftAlone.has(field === 'email' ? emailKey(value) : value),
  );
  return (
    named ||
    [from, into].some((key) => peopleByKey(key, people).some((person) => holdsKey(person, leftAlone)))
  );
}

function leftAlone(declaration: MergeDeclaration): Diagnostic {
  return {
    ...at(
      declaration,
      'left-alone',
      'nobody is merged whom a skipped row names',
      'the row may be the one that says who they are',
      'mend the rows that were left out, then plan again',
    ),
    severity: 'warning',
  };
}

/** The key that names the user; none for a user that a contact set declares, whose keys come from that set. */
function namedBy(
  { into }: MergeDeclaration,
  target: PlannedMerge['into'],
): Pick<PlannedMerge, 'intoMatched'> {
  if (target.person === undefined || target.address !== undefined) return {};
  const [key] = keysHeld(into.field, target.person);
  return key === undefined ? {} : { intoMatched: key };
}

/**
 * Whether nothing is left to merge, although `into` matches several users now, or none. After a merge two users may have one
 * email, and its user may get another email, which a lead may have too. None of that may be an error from then on.
 */
function isFinished(declaration: MergeDeclaration, catalog: Catalog): boolean {
  const users = peopleByKey(declaration.into, catalog.people).filter((person) => person.role === 'user');
  if (users.length === 1) return false;
  if (users.length === 0 && catalog.claims.holding(declaration.into).length > 0) return false;
  const { from } = declaration;
  const named = peopleByKey(from, catalog.people);
  if (named.some((person) => person.role === 'lead' || from.field === 'id')) return false;
  const fate = catalog.people.fate(from.value);
  return fate?.state !== 'merged' || users.length === 0 || users.some((user) => user.id === fate.into);
}

/** The live or declared user that `into` names; undefined, with a finding, where there is not exactly one. */
function findInto(
  declaration: MergeDeclaration,
  catalog: Catalog,
  report: Report,
): PlannedMerge['into'] | undefined {
  const users = peopleByKey(declaration.into, catalog.people).filter((person) => person.role === 'user');
  if (users.length > 1) {
    report(
      at(
        declaration,
        'merge-into',
        'several live users match into',
        users.map((user) => user.id).join(', '),
        'name the user by id or external_id',
      ),
    );
    return undefined;
  }
  const [person] = users;
  if (person !== undefined) return { person, address: undefined };
  const [claim, ...others] = catalog.claims.holding(declaration.into).filter(({ role }) => role === 'user');
  if (claim !== undefined && others.length > 0) {
    const addresses = [claim, ...others].map(({ address }) => address).join(', ');
    const summary = 'several declared users match into';
    report(at(declaration, 'merge-into', summary, addresses, 'name the user by external_id'));
    return undefined;
  }
  if (claim !== undefined) return { person: claim.person, address: claim.address };
  const lead = peopleByKey(declaration.into, catalog.people)[0];
  report(
    at(
      declaration,
      'merge-into',
      lead === undefined
        ? 'into is neither live nor declared'
        : 'into is a lead, and leads can only merge into users',
      `${declaration.into.field} ${declaration.into.value}`,
      'name a user that is live or that a contact set declares',
    ),
  );
  return undefined;
}

/** Refuses a lead that a contact set declares with this key: from the next plan on it would be merged away. */
function refuseNewLead(declaration: MergeDeclaration, catalog: Catalog, report: Report): boolean {
  const claimed = catalog.claims.holding(declaration.from).find((claim) => claim.role === 'lead');
  if (claimed === undefined) return false;
  report(declaredLead(declaration, claimed.address));
  return true;
}

/** The live leads that `from` names; empty when nothing is left to do, undefined after an error. */
function findLeads(
  declaration: MergeDeclaration,
  into: PlannedMerge['into'],
  catalog: Catalog,
  report: Report,
): readonly LivePerson[] | undefined {
  const { from } = declaration;
  const found = peopleByKey(from, catalog.people);
  if (from.field !== 'id') {
    const leads = found.filter((person) => person.role === 'lead');
    const [user] = found.filter((person) => person.role === 'user' && person.id !== into.person?.id);
    // Only a warning: once the merge is made, another user with this email must not make it an error.
    if (leads.length === 0 && user !== undefined)
      report({ ...fromUser(declaration, user), severity: 'warning' });
    return leads;
  }
  const [person] = found;
  if (person?.role === 'lead') return [person];
  if (person !== undefined) {
    report(fromUser(declaration, person));
    return undefined;
  }
  if (into.person?.merged.includes(from.value)) return [];
  const fate = catalog.people.fate(from.value);
  if (fate?.state === 'merged' && fate.into !== null && fate.into !== into.person?.id) {
    report(
      at(
        declaration,
        'merged-elsewhere',
        'the lead was merged into someone else, and merges cannot be undone',
        `${from.value} is part of ${fate.into} now`,
        'remove this merge, or name the contact that it was merged into',
      ),
    );
    return undefined;
  }
  return [];
}

function fromUser(declaration: MergeDeclaration, user: LivePerson): Diagnostic {
  return at(
    declaration,
    'merge-from-user',
    'from is a user, and only leads can be merged',
    `${declaration.from.value} is user ${user.id}`,
    'merge users in Intercom by hand, or remove this merge',
  );
}

function mayMerge(
  merge: PlannedMerge,
  declaration: MergeDeclaration,
  catalog: Catalog,
  report: Report,
): boolean {
  const { lead, into } = merge;
  const both = { what: 'contact', address: declaration.address, place: declaration.place } as const;
  for (const person of [lead, ...(into.person === undefined ? [] : [into.person])]) {
    const removed = catalog.removals.people.get(person.id);
    if (removed === undefined) continue;
    report(removedToo(both, removed, 'merged'));
    return false;
  }
  const claimed = catalog.claims.on(lead.id);
  if (claimed !== undefined) {
    report(declaredLead(declaration, claimed.address));
    return false;
  }
  const twin = catalog.merges.of(lead.id);
  if (twin !== undefined) {
    const same = (twin.into.person?.id ?? twin.into.address) === (into.person?.id ?? into.address);
    if (!same) {
      report(
        at(
          declaration,
          'merge-twice',
          'one lead is to be merged into two users',
          lead.id,
          'keep one of the merges',
        ),
      );
    }
    return false;
  }
  if (
    !merge.skipDuplicateValidation &&
    duplicateState(merge, claimOf(merge, catalog.claims)).state === 'no'
  ) {
    report(
      at(
        declaration,
        'merge-not-duplicates',
        'Intercom merges only contacts that share an email or phone',
        `lead ${lead.id}${lead.email === null ? '' : ` (${lead.email})`} shares neither with the user`,
        'add skip_duplicate_validation: true to this merge if they are one person',
      ),
    );
    return false;
  }
  return true;
}

function declaredLead(declaration: MergeDeclaration, address: string): Diagnostic {
  return at(
    declaration,
    'merge-declared-lead',
    'a contact set declares the lead that would be merged away',
    address,
    'remove it from the set, or remove the merge',
  );
}

function at(
  declaration: MergeDeclaration,
  code: string,
  summary: string,
  detail: string,
  help: string,
): Diagnostic {
  return {
    code,
    severity: 'error',
    summary,
    detail,
    help,
    address: declaration.address,
    ...declaration.place,
  };
}
