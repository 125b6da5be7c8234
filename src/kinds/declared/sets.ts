import { address, addressSegments } from '../../types/address.ts';
import type { ManifestDocument } from '../../types/declaration.ts';
import { kindOf, kinds } from '../index.ts';

/** Whether contact sets declare the items of the kind of this name. */
export function isOfSets(name: string): boolean {
  return kindOf(name)?.people?.inSets === true;
}

/** Whether its items are people that other items stand for, such as the pairs of merges. */
export function isOfPairs(name: string): boolean {
  return kindOf(name)?.people?.inSets === false;
}

/** The contact set that an address names; undefined for the items of no set. */
export function setOf(text: string): string | undefined {
  const [name = '', set] = addressSegments(text);
  return isOfSets(name) ? set : undefined;
}

/** What the addresses of a contact set begin with: `contact/beta/`. */
export function setStart(set: string): string {
  return `${address(kindOfSets().name, set)}/`;
}

/** What is declared of the kind that contact sets declare, or of the one that pairs people. */
export function declaredOf<T>(
  declared: ReadonlyMap<string, readonly T[]>,
  people: 'inSets' | 'inPairs',
): readonly T[] {
  const asked = kinds.filter((kind) => kind.people?.inSets === (people === 'inSets'));
  return asked.flatMap(({ name }) => declared.get(name) ?? []);
}

/** The documents among these that are contact sets. */
export function contactSetsAmong<D extends Pick<ManifestDocument, 'kind'>>(documents: readonly D[]): D[] {
  const { manifest } = kindOfSets();
  return documents.filter(({ kind }) => kind === manifest);
}

export function kindOfSets() {
  const kind = kinds.find(({ people }) => people?.inSets === true);
  if (kind === undefined) throw new Error('no kind is declared by contact sets');
  return kind;
}
