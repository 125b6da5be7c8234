import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { holdsKey, keyText } from '../people/person-values.ts';
import { checkId } from '../values/check-id.ts';
import { type RemovedContact, type RemovedDeclaration, type RemovedTag, writtenRole } from './declaration.ts';
import { hashFault } from './hash-findings.ts';

/** Checks what needs no network, and publishes what must not be live. */
export function checkRemoved(
  declared: readonly RemovedDeclaration[],
  catalog: Catalog,
  report: Report,
): void {
  const { removals } = catalog;
  for (const declaration of declared) {
    const { place } = declaration;
    switch (declaration.thing) {
      case 'tag':
        checkTagName(declaration, report);
        removals.tags.set(declaration.name.toLowerCase(), place);
        break;
      case 'company':
        checkGlob(declaration.companyId, declaration, report);
        removals.companies.set(declaration.companyId, place);
        break;
      case 'contact':
        checkContact(declaration, report);
        publishContact(declaration, catalog);
    }
    if (isDeclaredLater(declaration, catalog)) report(removedButLater(declaration));
  }
}

/** Whom it means: by the first key, or by the hash. */
function publishContact({ keys, hash, role, place }: RemovedContact, { removals }: Catalog): void {
  for (const key of keys.slice(0, 1)) {
    const text = keyText(key);
    removals.keys.set(text, [...(removals.keys.get(text) ?? []), { ...key, role, place }]);
  }
  if (hash !== undefined) removals.hashes.set(hash, [...(removals.hashes.get(hash) ?? []), { role, place }]);
}

function checkTagName(declaration: RemovedTag, report: Report): void {
  const { name, place } = declaration;
  if (name.trim() === '') {
    report({
      code: 'removed-glob',
      severity: 'error',
      summary: 'an empty name names no tag',
      help: 'write the name of each tag that must not be live',
      ...place,
    });
  } else checkGlob(name, declaration, report);
}

/** Whatever a star stands for might be more than was meant, and nothing brings it back. */
function checkGlob(text: string, { place, address }: RemovedDeclaration, report: Report): void {
  if (!text.includes('*')) return;
  report({
    code: 'removed-glob',
    severity: 'error',
    summary: 'nothing is removed by a pattern',
    detail: JSON.stringify(text.slice(0, 60).toWellFormed()),
    help: 'write out each of them: a pattern would delete what nobody has read in a review; what really has a * in its name is deleted in Intercom',
    address,
    ...place,
  });
}

function checkContact(declaration: RemovedContact, report: Report): void {
  const { cells, keys, hash, role, place, address } = declaration;
  const word = writtenRole(cells);
  if (word !== undefined && word !== '' && role === undefined) {
    report({
      code: 'contact-role',
      severity: 'error',
      summary: 'the role of a contact is user or lead',
      detail: JSON.stringify(word.slice(0, 60).toWellFormed()),
      help: 'write role: user or role: lead, or leave it out where only one of them has the key',
      address,
      ...place,
    });
  }
  const externalId = cells.get('external_id');
  if (externalId !== undefined) checkId('external_id', externalId, address, report);
  if (hash !== undefined) {
    const fault = hashFault(declaration);
    if (fault !== undefined) report(fault);
    return;
  }
  if (keys.length > 0) return;
  report({
    code: 'removed-without-key',
    severity: 'error',
    summary: 'this entry has nothing to recognise a contact by',
    help:
      role === 'lead'
        ? 'give a lead an email, a phone or its Intercom id: its external_id is a random one of Intercom'
        : 'give an id, an external_id, an email, a phone or a hash; take the entry or row out where nobody is meant',
    address,
    ...place,
  });
}

/** With `--to`, what the versions behind it declare is not treated as undeclared. */
function isDeclaredLater(declaration: RemovedDeclaration, { later }: Catalog): boolean {
  if (declaration.thing !== 'contact')
    return later.addresses.has(declaration.address.replace(/^removed\//, ''));
  if (later.keys.size === 0) return false;
  const keyOf = (field: string) => declaration.keys.find((key) => key.field === field)?.value;
  return holdsKey({ id: keyOf('id'), external_id: keyOf('external_id'), email: keyOf('email') }, later.keys);
}

/** The error for what this version removes, and one that `--to` leaves out declares. */
export function removedButLater({ address, place }: RemovedDeclaration): Diagnostic {
  return {
    code: 'removed-and-declared',
    severity: 'error',
    summary: 'a later version declares what this one removes',
    detail: 'a version that --to leaves out declares it',
    help: 'take it out of one of the two: deleting it now would delete it for good',
    address,
    ...place,
  };
}
