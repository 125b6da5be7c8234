import { carriedBy, decidedKey } from '../../kinds/carrying/carried.ts';
import { holderChange } from '../../kinds/carrying/holder-change.ts';
import { CarryTally } from '../../kinds/carrying/tally.ts';
import { carryFindings } from '../../kinds/carrying/told.ts';
import { holderAddress } from '../../kinds/contact/carrying/holder-address.ts';
import { readHolders } from '../../kinds/contact/carrying/read-holders.ts';
import { ownerMarks } from '../../kinds/contact/sets/owner-tags.ts';
import { NOTHING_UNITED, unitedTags } from '../../kinds/declared/united-tags.ts';
import { afterMerges } from '../../kinds/people/merging.ts';
import { holdsKey } from '../../kinds/people/person-values.ts';
import type { PeopleReader } from '../../kinds/people-calls.ts';
import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { Planned } from '../../types/kind.ts';
import type { LivePerson } from '../../types/person.ts';

interface Holding {
  readonly catalog: Catalog;
  readonly reader: PeopleReader;
  /** Whether a contact set declares the live contact with this id: its own change carries its values. */
  readonly isDeclared: (id: string) => boolean;
  /** Whether nothing is planned for a contact that a set declares, as where errors of the set are overlooked. */
  readonly isSetAside: (id: string) => boolean;
  /** Whether nothing may be taken off anybody. */
  readonly withheld: boolean;
  readonly report: Report;
  readonly take: (planned: Extract<Planned, { state: 'change' }>) => void;
}

/**
 * Plans the values that live contacts get from what they hold already, and the tags of today for former ones, where no contact
 * set declares these contacts, and counts what everybody holds. Contacts are read page by page and not kept.
 */
export async function carryHolders(holding: Holding): Promise<void> {
  const { catalog, reader, isDeclared, isSetAside, report, take } = holding;
  const { carrying, leftAlone, removals } = catalog;
  // Nobody who is to be deleted is changed before.
  const isLeft = (person: LivePerson) => removals.people.has(person.id) || holdsKey(person, leftAlone);
  const rules = carrying.rules.filter(({ model }) => model === 'contact');
  const united = unitedIn(holding);
  if (rules.length === 0 && united.size === 0) return;
  const marks = ownerMarks(catalog);
  const tally = new CarryTally(rules);
  const users = new Set<string>();
  const judge = async (row: LivePerson) => {
    const merge = catalog.merges.of(row.id);
    const person = merge === undefined ? row : merge.into.person;
    // A user that this plan creates is declared, and gets what its leads bring.
    if (person === undefined || (merge !== undefined && users.has(person.id))) return;
    const merges = catalog.merges.into({ person, address: undefined });
    if (merges.length > 0) {
      if (users.has(person.id)) return;
      users.add(person.id);
    }
    const leads = merges.map(({ lead }) => lead);
    const { fields } = leads.length === 0 ? person : afterMerges(person, leads);
    const found = carriedBy({ fields, cleared: person.cleared }, 'contact', catalog);
    const held = united.size === 0 ? NO_TAGS : await tagsOf([person, ...leads], reader);
    const uniting = unitedTags(held, { wanted: [], isExact: false }, { united, tags: catalog.tags });
    if (found.length === 0 && uniting.remove.length === 0) return;
    const declared = isDeclared(person.id);
    const stays = declared ? isSetAside(person.id) : isLeft(person);
    for (const one of found) {
      const counts = tally.of(one.rule);
      if (stays || (declared && carrying.decided.has(decidedKey(person.id, one.path)))) counts.others++;
      else counts.add(one, holderAddress(person.id));
    }
    if (declared || stays) return;
    const requires = leads.map((lead) => address('merge', lead.id));
    // Whoever leaves a set of this plan carries exactly what the plan saw until then.
    const leaves = [...held].some((tag) => marks.get(tag)?.set !== undefined);
    const gets = { found, uniting: leaves ? NOTHING_UNITED : uniting };
    const { id, role } = person;
    const holder = { address: holderAddress(id), kind: 'contact', id, requires, fields, context: { role } };
    const planned = holderChange(holder, gets, catalog);
    if (planned !== undefined) take(planned);
  };
  try {
    for await (const page of readHolders({ rules, united }, catalog, reader))
      for (const row of page) await judge(row);
  } catch (error) {
    if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
    for (const rule of rules) catalog.incomplete.add(rule.address);
    for (const { heir } of united.values()) catalog.incomplete.add(heir.address);
  }
  for (const finding of carryFindings(tally, catalog)) report(finding);
  if (rules.some((rule) => catalog.incomplete.has(rule.address))) return;
  for (const [rule, counts] of tally) carrying.held.set(rule, counts);
}

const NO_TAGS: ReadonlySet<string> = new Set();

/** The tags that give way to another one, as far as that concerns contacts of this plan. */
function unitedIn({ catalog, withheld }: Holding): Catalog['unitedTags'] {
  const { carrying, selectable, unitedTags: all } = catalog;
  return carrying.applies && !withheld && selectable.below('contact/') ? all : new Map();
}

/** Intercom ids of all tags of these contacts. Embedded lists stop at ten (intercom 4.1). */
async function tagsOf(people: readonly LivePerson[], reader: PeopleReader): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const { id, tags, tagsComplete } of people)
    for (const tag of tagsComplete ? tags : (await reader.contactTags(id)).map((one) => one.id))
      held.add(tag);
  return held;
}
