import { addressSegments } from '../../types/address.ts';
import { attributePath } from '../../types/attribute-path.ts';
import type { Model } from '../../types/attribute-type.ts';

/** Fields of a person whose values are masked wherever they come from (design 6.3). */
const OF_A_PERSON = ['email', 'phone', 'name'];

/** The personal fields of contacts, and of kinds that do not name theirs. */
export function fieldsOfPeople(sensitive: readonly string[]): readonly string[] {
  return [...OF_A_PERSON, ...sensitiveAttributes('contact', sensitive)];
}

/** The field paths of the attributes of a model among these addresses. */
export function sensitiveAttributes(model: Model, sensitive: readonly string[]): readonly string[] {
  return sensitive.flatMap((address) => {
    const [kind, of, name] = segmentsOf(address);
    if (kind !== 'attribute' || name === undefined || (of === 'company') !== (model === 'company')) return [];
    // The same name in another case is as sensitive, even where it is an error.
    return [attributePath(name), attributePath(name.toLowerCase())];
  });
}

function segmentsOf(address: string): readonly string[] {
  try {
    return addressSegments(address);
  } catch {
    return [];
  }
}
