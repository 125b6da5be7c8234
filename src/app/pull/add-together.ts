import { livePerson } from '../../kinds/person-values.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { hasErrors } from '../group-diagnostics.ts';
import type { Adding, Grown, Selected, Unreadable } from './adding.ts';
import type { Compared } from './compare.ts';
import { contactNames } from './contact-names.ts';
import { pendingOf } from './drift-edits.ts';
import { Exclusions } from './exclusions.ts';
import { newAttributes } from './new-attributes.ts';
import { newCompanies } from './new-companies.ts';
import { newContact } from './new-contacts.ts';
import { byKey, type NewItem, type NewItems } from './new-item.ts';
import { newTags } from './new-tags.ts';
import type { PullPart } from './options.ts';
import { phoneTest } from './phone-test.ts';
import { placeItems } from './place-items.ts';

/** What is added and would still be planned is left out in the next round; so many are enough. */
export const MOST_ROUNDS = 60;

/** Adds everything at once, in the memory that it takes. */
export async function addTogether(
  input: Adding,
  { selects, kept, contacts }: Selected,
): Promise<Grown | Unreadable> {
  const { target, compared, overlay, compareWith, selection } = input;
  const excluded = new Exclusions();
  for (let round = 0; ; round++) {
    const found = await undeclared(input, contacts, excluded.isExcluded);
    const selected = found.items.filter(({ address, set }) => selects(address, set));
    const keys = new Set(selected.map(({ address }) => address));
    const items = [...selected, ...kept.filter(({ address }) => !keys.has(address)).sort(byKey)].filter(
      ({ address }) => !excluded.refused.has(address),
    );
    const left = [
      ...found.left.filter(({ address }) => address === undefined || selection.selects(address, [])),
      ...excluded.findings(),
    ];
    if (items.length === 0)
      return {
        texts: new Map(),
        added: new Map(),
        left,
        compared,
        items,
        pending: pendingOf(compared).length,
      };
    const texts = placeItems([...items].sort(sortedBySet), compared.texts, target);
    const checked = await compareWith(new Map([...overlay, ...texts]));
    if (hasErrors(checked.offline)) return { unreadable: checked, texts };
    const isSettled = !excluded.take(checked, new Set(items.map(({ address }) => address)));
    if (isSettled || round === MOST_ROUNDS) {
      const pending = pendingOf(checked).length;
      return { texts, added: addedTo(items, checked), left, compared: checked, items, pending };
    }
  }
}

async function undeclared(
  input: Adding,
  contacts: Selected['contacts'],
  isExcluded: Exclusions['isExcluded'],
): Promise<{ readonly items: readonly NewItem[]; readonly left: readonly Diagnostic[] }> {
  const { parts, live, compared } = input;
  const { catalog } = compared;
  const has = (part: PullPart) => parts.includes(part);
  const companies = new Set((compared.declared.get('company') ?? []).map(({ address }) => address));
  const found = [
    has('attributes') ? newAttributes(live.attributes, catalog) : undefined,
    has('tags') ? newTags(live.tags, catalog, compared.ownerTags) : undefined,
    has('companies')
      ? newCompanies(live.companies ?? [], catalog, (address) => companies.has(address), isExcluded)
      : undefined,
    contacts === undefined ? undefined : await newContacts(input, contacts, isExcluded),
  ];
  return {
    items: found.flatMap((part) => part?.items ?? []),
    left: found.flatMap((part) => part?.left ?? []),
  };
}

async function newContacts(
  { live, compared, reader }: Adding,
  { people, additions }: NonNullable<Selected['contacts']>,
  isExcluded: Exclusions['isExcluded'],
): Promise<NewItems> {
  const context = {
    ...{ catalog: compared.catalog, reader, names: contactNames(live), isExcluded },
    isPhone: await phoneTest(),
  };
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const { found } of additions) {
    const contact = people.get(found.id);
    if (contact === undefined) continue;
    const made = await newContact(livePerson(contact), found, context);
    items.push(made.item);
    left.push(...made.left);
  }
  return { items: items.sort(byKey), left };
}

/** How many of the items each file declares. */
function addedTo(items: readonly NewItem[], { declared }: Compared): ReadonlyMap<string, number> {
  const wanted = new Set(items.map(({ address }) => address));
  const counts = new Map<string, number>();
  for (const list of declared.values()) {
    for (const { address, place } of list)
      if (wanted.has(address)) counts.set(place.file, (counts.get(place.file) ?? 0) + 1);
  }
  return counts;
}

/** Kept rows and new ones of one set stand in one order. */
function sortedBySet(a: NewItem, b: NewItem): number {
  if (a.kind !== 'contact' || b.kind !== 'contact' || a.set !== b.set) return 0;
  return byKey(a, b);
}
