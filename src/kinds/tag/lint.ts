import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { seenText, unseenIn } from '../../types/identity-text.ts';
import { nameForm } from '../../types/near-equal.ts';
import type { Place } from '../../types/place.ts';

interface NewTag {
  readonly name: string;
  readonly address: string;
  readonly place: Place;
}

/**
 * Finds tags that would be created beside one, live or declared, with nearly the same name: a rule
 * (docs/reference/rules.md).
 */
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
    const live = catalog.tags.get(twin.toLowerCase());
    if (live?.id !== undefined && seenText(twin).toLowerCase() === seenText(name).toLowerCase()) {
      return {
        code: 'unseen-twin',
        severity: 'error',
        summary: 'a live tag has this name, with a character in it that is not seen',
        detail: `tag ${live.id} holds ${unseenIn(twin, 'id') ?? 'a space'} in ${JSON.stringify(seenText(twin))}`,
        help: 'take the character out of it in Intercom',
        address,
        ...place,
      };
    }
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
