import { livePerson } from '../../../kinds/people/person-values.ts';
import { byKey } from '../../../kinds/pulled/items.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import type { Counted } from '../../group-diagnostics.ts';
import type { Adding, Selected } from '../adding.ts';
import type { Exclusions } from '../exclusions.ts';
import { FirstFindings } from '../first-findings.ts';
import { isMeant } from '../meant.ts';
import { contactNames } from './contact-names.ts';
import { newContact } from './new-contacts.ts';
import { phoneTest } from './phone-test.ts';

/** The undeclared contacts as items of their sets, and what manifests cannot say of them. */
export async function newContactItems(
  { compared, reader, selection }: Adding,
  { people, additions }: NonNullable<Selected['contacts']>,
  isExcluded: Exclusions['isExcluded'],
): Promise<{ readonly items: readonly NewItem[]; readonly left: readonly Counted[] }> {
  const context = {
    ...{ catalog: compared.catalog, reader, names: await contactNames(reader, compared.catalog), isExcluded },
    isPhone: await phoneTest(),
  };
  const items: NewItem[] = [];
  const left = new FirstFindings();
  for (const { found, chosen } of additions) {
    const contact = people.get(found.id);
    if (contact === undefined) continue;
    const made = await newContact(livePerson(contact), found, context);
    if (chosen) items.push(made.item);
    for (const finding of made.left) if (isMeant(finding, selection)) left.add(finding);
  }
  return { items: items.sort(byKey), left: left.all() };
}
