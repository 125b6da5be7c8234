import { kinds } from '../../kinds/index.ts';
import { sourceColumns } from '../../sources/index.ts';
import { byText } from '../../types/by-text.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { DictionaryObject } from '../../types/generated.ts';
import type { Filling } from '../../types/kind/generating.ts';

/**
 * The described objects in the order of kinds, with who fills their fields. Neither the order of files nor that of the keys in
 * them changes anything.
 */
export function dictionaryOf(
  declared: ReadonlyMap<string, readonly Declaration[]>,
  documents: readonly ManifestDocument[],
): readonly DictionaryObject[] {
  const fillings = fillingsOf(documents);
  return kinds.flatMap(({ name, generating }) =>
    (generating?.describe?.(declared.get(name) ?? []) ?? []).map((object): DictionaryObject => {
      const own = fillings.filter(({ of }) => of === object.key);
      return {
        ...object,
        filledByName: own.filter(({ field }) => field === null),
        fields: object.fields
          .map((field) => ({ ...field, filledBy: own.filter((one) => one.field === field.name) }))
          .sort((a, b) => byText(a.name, b.name)),
      };
    }),
  );
}

/** Sorted, each once: two documents of one set may say the same. */
function fillingsOf(documents: readonly ManifestDocument[]): readonly Filling[] {
  const found = new Map<string, Filling>();
  for (const document of documents) {
    const kind = kinds.find(({ manifest }) => manifest === document.kind);
    for (const filling of kind?.generating?.fillings?.(document, sourceColumns) ?? [])
      found.set(sortKey(filling), filling);
  }
  return [...found].sort(([a], [b]) => byText(a, b)).map(([, filling]) => filling);
}

function sortKey({ of, field, by, name, how, file, columns = [] }: Filling): string {
  return [of, field ?? '', by, name ?? '', how, file, ...columns].join('\n');
}
