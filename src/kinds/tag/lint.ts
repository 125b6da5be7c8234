import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { nameForm } from '../../types/near-equal.ts';
import type { Place } from '../../types/place.ts';

interface NewTag {
  readonly name: string;
  readonly address: string;
  readonly place: Place;
}

/** Finds tags that would be created beside one, live or declared, of nearly the same name: a rule (docs/reference/rules.md). */
export function nearTags(catalog: Catalog): (tag: NewTag) => Diagnostic | undefined {
  const forms = new Map<string, string[]>();
  for (const { name } of catalog.tags.values()) {
    const form = nameForm(name);
    forms.set(form, [...(forms.get(form) ?? []), name]);
  }
  return ({ name, address, place }) => {
    const key = name.toLowerCase();
    const twin = forms.get(nameForm(name))?.find((other) => other.toLowerCase() !== key);
    if (twin === undefined || nameForm(name) === '') return undefined;
    return {
      code: 'tag-near-equal',
      severity: 'warning',
      summary: `tag ${JSON.stringify(name)} would be created beside ${JSON.stringify(twin)}`,
      help: `use ${twin}, unless both are meant`,
      address,
      ...place,
    };
  };
}
