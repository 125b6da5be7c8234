import type { ContactDeclaration } from '../../../src/kinds/contact/declaration.ts';
import { type ContactSet, contactSet } from '../../../src/kinds/contact/sets/set.ts';
import type { ManifestDocument } from '../../../src/types/declaration.ts';
import type { DeclareContext } from '../../../src/types/kind.ts';

const FILE = 'migrations/people.yaml';

/** The set that a manifest with these keys declares. */
export function setOf(
  data: ManifestDocument['data'],
  context: Partial<Pick<DeclareContext, 'reject' | 'uncertain'>> = {},
): ContactSet {
  const place = { file: FILE, line: 1 };
  const document: ManifestDocument = {
    ...{ kind: 'ContactSet', file: FILE, version: null, data },
    origins: [{ file: FILE, folder: 'migrations', owner: undefined }],
    ...{ isPartial: () => false, place: () => place, keyPlace: () => place },
    ...{ cell: () => undefined, keys: () => [] },
  };
  return contactSet(document, { nextOrder: () => 0, reject: () => {}, ...context });
}

/** A declared person of the set, with a cell for each key. */
export function personOf(
  set: ContactSet,
  order: number,
  keys: Partial<Pick<ContactDeclaration, 'id' | 'externalId' | 'email'>>,
): ContactDeclaration {
  const place = { file: FILE, line: order };
  const cells = new Map(
    [
      ['external_id', keys.externalId],
      ['email', keys.email],
    ].flatMap(([path = '', value]) => (value === undefined ? [] : [[path, { value, place }] as const])),
  );
  return {
    ...{ kind: 'contact', address: `contact/${set.name}/${order}`, place, order, version: null },
    ...{ id: undefined, externalId: undefined, email: undefined, ...keys },
    ...{ role: 'user', cells, origins: set.origins, set, fromRow: false, row: undefined },
  };
}
